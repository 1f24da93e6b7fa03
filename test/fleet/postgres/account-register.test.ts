import { randomBytes } from 'node:crypto';
import { createAccountRegister, createBodies, createMailbox } from '../../../engine/store/postgres';
import { claimNew, KEY, takeOver, useServer } from './support';

const site = useServer();

async function start() {
	const postgres = (await site.startN8n()).connect();
	const bodies = createBodies(KEY);
	return { postgres, bodies, register: createAccountRegister(postgres, bodies) };
}

describe('What is known of accounts that are not open', () => {
	test('is said of those that were claimed once, each fact by itself', async () => {
		const { postgres, register } = await start();
		await register.change('unknown', { wanted: true });
		expect(await register.all()).toEqual([]);
		await claimNew(postgres, 'a');
		await claimNew(postgres, 'b');
		const nothing = { wanted: false, phone: null, missingSince: null };
		const missingSince = Date.UTC(2026, 0, 1);
		await register.change('b', { wanted: true, phone: 'digest', missingSince });
		await register.change('b', {});
		expect(await register.all()).toEqual([
			{ id: 'a', ...nothing },
			{ id: 'b', wanted: true, phone: 'digest', missingSince },
		]);
		await register.change('b', { phone: null, missingSince: null });
		expect(await register.all()).toContainEqual({ id: 'b', ...nothing, wanted: true });
	});

	test('the secret of its message IDs is sealed, and set by its owner alone', async () => {
		const { postgres, register } = await start();
		const claim = await claimNew(postgres);
		const secret = randomBytes(32);
		expect(await register.idSecret(claim.account)).toBeUndefined();
		await register.setIdSecret(claim, secret);
		expect(await register.idSecret(claim.account)).toEqual(secret);
		await takeOver(postgres, claim);
		await expect(register.setIdSecret(claim, randomBytes(32))).rejects.toMatchObject({
			code: 'STORE_FAILED',
		});
		expect(await register.idSecret(claim.account)).toEqual(secret);
		const stranger = createAccountRegister(postgres, createBodies('another key'));
		await expect(stranger.idSecret(claim.account)).rejects.toMatchObject({ code: 'WRONG_KEY' });
	});

	test('goes with all else of an account, by its owner alone', async () => {
		const { postgres, bodies, register } = await start();
		const before = await claimNew(postgres, 'a');
		await claimNew(postgres, 'b');
		const mailbox = createMailbox(postgres, bodies);
		for (const account of ['a', 'b']) {
			await mailbox.put(account, { id: '1', command: 'message.send', input: {} });
		}
		const claim = await takeOver(postgres, before);
		await expect(register.remove(before)).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(await mailbox.list('a')).toHaveLength(1);
		await register.remove(claim);
		expect(await mailbox.list('a')).toEqual([]);
		expect(await mailbox.list('b')).toHaveLength(1);
		expect((await register.all()).map(({ id }) => id)).toEqual(['b']);
	});
	test('of one that has moved elsewhere only that is left, and its owner alone moves it', async () => {
		const { postgres, bodies, register } = await start();
		const before = await claimNew(postgres, 'a');
		const mailbox = createMailbox(postgres, bodies);
		await mailbox.put('a', { id: '1', command: 'message.send', input: {} });
		await register.setIdSecret(before, randomBytes(32));
		await register.change('a', { wanted: true, phone: 'digest' });
		const claim = await takeOver(postgres, before);
		await expect(register.moveOut(before, 'first')).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(await register.whereabouts('a')).toEqual({ isStored: false, movedOut: null });
		await register.moveOut(claim, 'second');
		expect(await register.whereabouts('a')).toEqual({ isStored: false, movedOut: 'second' });
		expect(await register.whereabouts('b')).toBeUndefined();
		expect(await mailbox.list('a')).toEqual([]);
		expect(await register.idSecret('a')).toBeUndefined();
		expect(await register.all()).toEqual([
			{ id: 'a', wanted: false, phone: null, missingSince: null },
		]);
	});
});
