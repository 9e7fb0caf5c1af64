import { makeKeyPair, type KeySource } from '#services/key-stock.js';

/** Key pairs made once per process and handed out again and again: a third of a second each, and no test needs its own. */
export const recycledKeys = async (): Promise<KeySource> => {
  const pairs = await Promise.all([makeKeyPair(), makeKeyPair()]);
  let taken = 0;
  return {
    async take() {
      const pair = pairs[taken++ % pairs.length];
      if (!pair) throw new Error('There is no key pair');
      return pair;
    },
  };
};
