import { randomAlphanumerics, randomBase32 } from '#lib/ids.js';

/** An access key in AWS's form: an id of 20 capitals and digits, a secret of 40 characters that no shell has to quote. */
export const newAccessKey = (): { id: string; secret: string } => ({
  id: `AKPH${randomBase32(10).toUpperCase()}`,
  secret: randomAlphanumerics(40),
});
