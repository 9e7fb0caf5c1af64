import { choiceFlows, preferSrp, startByChoice } from '../support/choice.js';
import { notAuthorized } from '../support/refusals.js';
import { outcomeOf, publicApi, startByPassword, startBySrp } from '../support/sign-in.js';
import { invite } from '../support/temporary-password.js';
import { expect, test } from '../support/test.js';

const sessionInvalid = notAuthorized('Invalid session for the user.');
const sessionSpent = notAuthorized('Invalid session for the user, session can only be used once.');

const answerList = (own: Parameters<typeof startByChoice>[1], session: string | undefined, PASSWORD: string) =>
  publicApi.respond(own, { challenge: 'PASSWORD', session, responses: { USERNAME: 'maya', PASSWORD } });

test('a list that was answered with a password is used up', async ({ pool }) => {
  const own = await pool({ client: choiceFlows });
  const { password } = await own.user('maya');
  const { Session: session } = await startByChoice(publicApi, own, 'maya');

  expect(await outcomeOf(answerList(own, session, password))).toBe('tokens');
  await expect(answerList(own, session, password)).rejects.toMatchObject(sessionSpent);
});

test('a list that was answered with a wrong password is used up as well', async ({ pool }) => {
  const own = await pool({ client: choiceFlows });
  const { password } = await own.user('maya');
  const { Session: session } = await startByChoice(publicApi, own, 'maya');

  await expect(answerList(own, session, 'Wrong-horse-1')).rejects.toMatchObject(
    notAuthorized('Incorrect username or password.'),
  );
  await expect(answerList(own, session, password)).rejects.toMatchObject(sessionSpent);
});

test('guesses by choice count like all others', async ({ pool }) => {
  const own = await pool({ client: choiceFlows });
  const { password } = await own.user('maya');
  const lists = await Promise.all(Array.from({ length: 6 }, () => startByChoice(publicApi, own, 'maya')));
  for (const { Session: session } of lists.slice(0, 5))
    await expect(answerList(own, session, 'Wrong-horse-1')).rejects.toMatchObject(
      notAuthorized('Incorrect username or password.'),
    );
  const locked = notAuthorized('Password attempts exceeded');
  await expect(answerList(own, lists[5]?.Session, password)).rejects.toMatchObject(locked);
  await expect(startByChoice(publicApi, own, 'maya')).rejects.toMatchObject(locked);
});

test('the proof by SRP of one attempt does not answer the session of another', async ({ pool }) => {
  const own = await pool({ client: choiceFlows });
  const { password } = await own.user('maya');
  const [first, second] = [await preferSrp(publicApi, own, 'maya'), await preferSrp(publicApi, own, 'maya')];

  await expect(first.answer(password, { session: second.challenge.Session })).rejects.toMatchObject(sessionInvalid);
  expect(await outcomeOf(first.answer(password))).toBe('tokens');
  expect(await outcomeOf(second.answer(password))).toBe('tokens');
});

test('the proof by SRP of the flow that has no sessions does not answer a session of the one that has', async ({
  pool,
}) => {
  const own = await pool({ client: { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH'] } });
  const maya = await own.user('maya');
  const [chosen, plain] = [await preferSrp(publicApi, own, 'maya'), await startBySrp(publicApi, own, maya.name)];

  await expect(plain.answer(maya.password, { session: chosen.challenge.Session })).rejects.toMatchObject(
    sessionInvalid,
  );
  expect(await outcomeOf(plain.answer(maya.password))).toBe('tokens');
});

test('the proof by SRP is taken once', async ({ pool }) => {
  const own = await pool({ client: choiceFlows });
  const { password } = await own.user('maya');
  const { answer } = await preferSrp(publicApi, own, 'maya');

  expect(await outcomeOf(answer(password))).toBe('tokens');
  await expect(answer(password)).rejects.toMatchObject(sessionSpent);
});

test("a list is answered for its own user, client and pool only, and not in another one's place", async ({ pool }) => {
  const own = await pool({ client: choiceFlows });
  const { password } = await own.user('maya');
  await own.user('noah', { password });
  const other = await own.newClient(choiceFlows);
  const foreign = await pool({ client: choiceFlows });
  await foreign.user('maya', { password });
  const { Session: session } = await startByChoice(publicApi, own, 'maya');
  const answer = (USERNAME: string, place: Partial<Parameters<typeof publicApi.respond>[1]> = {}, where = own) =>
    publicApi.respond(where, {
      challenge: 'PASSWORD',
      session,
      responses: { USERNAME, PASSWORD: password },
      ...place,
    });

  await expect(answer('noah')).rejects.toMatchObject(sessionInvalid);
  await expect(answer('maya', { client: other })).rejects.toMatchObject(sessionInvalid);
  await expect(answer('maya', {}, foreign)).rejects.toMatchObject(sessionInvalid);
  expect(await outcomeOf(answer('maya'))).toBe('tokens');
});

test('a session that awaits a new password is no list', async ({ pool }) => {
  const own = await pool({ client: choiceFlows });
  const { name, password } = await invite(own);
  const { Session: session } = await startByPassword(publicApi, own, { name, password });
  await expect(answerList(own, session, password)).rejects.toMatchObject(sessionInvalid);
});
