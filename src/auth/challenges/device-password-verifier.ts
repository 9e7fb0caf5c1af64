import type { ApiError } from '#contract/api-error.js';
import { NotAuthorized } from '#contract/errors.js';
import { messages } from '#contract/messages.js';
import type { Challenge } from '#auth/challenge.js';
import type { Facts } from '#auth/facts.js';
import { requiredParameter } from '#auth/given.js';
import { countedFailure } from '#auth/proofs.js';
import { srpExchange } from '#auth/srp-exchange.js';
import type { Io } from '#services/io.js';
import { deviceSrpPlace, openSrp } from '#services/sealed-srp.js';
import { forgetDeviceFailures } from '#store/lockouts.js';
import type { SignInDevice } from '#store/device-rows.js';

/** What an exchange belongs to: the attempt that was asked, and the device. */
interface Bound {
  readonly attemptId: string;
  readonly deviceKey: string;
}

const exchange = srpExchange<Bound>('device-srp');

/** The proof, by SRP, that a device knows the secret that it made up when it was confirmed. */
export const devicePasswordVerifier: Challenge = {
  async ask({ id: attemptId }, facts, given, io) {
    const device = deviceOf(facts);
    const bound = { attemptId, deviceKey: device.key };
    const parameters = await exchange.begin(bound, srpOf(facts, device), given, facts.vault, io);
    return { session: true, parameters: { ...parameters, USERNAME: facts.username, DEVICE_KEY: device.key } };
  },

  async check(attempt, facts, given, io) {
    requiredParameter(given, 'DEVICE_KEY');
    const { bound, proves } = exchange.answer(given, facts.vault, io.clock.now());
    const device = deviceOf(facts);
    if (bound.attemptId !== attempt.id || bound.deviceKey !== device.key) throw NotAuthorized(messages.sessionInvalid);
    await refuseLocked(facts, io);
    const who = { ...srpOf(facts, device), groupName: device.groupKey, identity: device.key };
    if (!(await proves(who, facts, io))) throw await wrongProof(attempt.id, facts, io);
    return {
      proofs: ['device'],
      effects: [forgetDeviceFailures(facts.pool.id, facts.attemptsKey, io.clock.now())],
    };
  },
};

const deviceOf = ({ device }: Facts): SignInDevice => {
  if (!device) throw NotAuthorized(messages.sessionInvalid);
  return device;
};

const srpOf = ({ vault, user }: Facts, device: SignInDevice) =>
  openSrp(vault, deviceSrpPlace(user?.sub ?? '', device.key), device.srp);

const refuseLocked = async (facts: Facts, { store, clock }: Io): Promise<void> => {
  if (await store.deviceFailures.isLocked(facts.pool.id, facts.attemptsKey, clock.now()))
    throw NotAuthorized(messages.passwordAttemptsExceeded);
};

// Counted apart from failed passwords: who knows the password, and may have those forgotten at will, could guess forever.
const wrongProof = (attemptId: string, facts: Facts, io: Io): Promise<ApiError> =>
  countedFailure('deviceFailures', facts, { spends: [attemptId], error: NotAuthorized(messages.wrongPassword) }, io);
