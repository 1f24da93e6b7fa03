import { createBodies, createMailbox, type Letter } from '../../../engine/store/postgres';
import { KEY, useServer } from './support';

const site = useServer();

async function start() {
	const n8n = await site.startN8n();
	const connect = (key = KEY) => createMailbox(n8n.connect(), createBodies(key));
	return { postgres: n8n.connect(), connect, mailbox: connect() };
}

const letter = (id: string): Letter => ({
	id,
	command: 'message.send',
	input: { to: '+5511999999999', text: `words of ${id}: ção 😀` },
});

describe('What waits for a number', () => {
	test('is there once under its ID, in the order in which it came, for its number alone', async () => {
		const { mailbox, connect } = await start();
		for (const id of ['c', 'a', 'b', 'a']) await mailbox.put('account', letter(id));
		await mailbox.put('other', letter('a'));
		await Promise.all(
			Array.from({ length: 8 }, async () => await connect().put('account', letter('d'))),
		);
		expect(await mailbox.list('account')).toEqual(['c', 'a', 'b', 'd'].map(letter));

		await mailbox.remove('account', ['a', 'd', 'unknown']);
		expect(await mailbox.list('account')).toEqual(['c', 'b'].map(letter));
		expect(await mailbox.list('other')).toEqual([letter('a')]);
	});

	test('stays as it was first put in', async () => {
		const { mailbox } = await start();
		await mailbox.put('account', letter('a'));
		await mailbox.put('account', { ...letter('a'), input: 'other words' });
		expect(await mailbox.list('account')).toEqual([letter('a')]);
	});

	test('is sealed: for its place, and with the key of n8n', async () => {
		const { postgres, mailbox, connect } = await start();
		const { control, tables } = postgres;
		await mailbox.put('account', letter('a'));
		const [row] = await control.query<{ body: Buffer }>(`SELECT body FROM ${tables.mailbox}`);
		expect(row?.body.toString('latin1')).not.toContain('words');
		await expect(connect('another key').list('account')).rejects.toMatchObject({
			code: 'WRONG_KEY',
		});
		await control.query(`UPDATE ${tables.mailbox} SET id = 'b'`);
		await expect(mailbox.list('account')).rejects.toMatchObject({ code: 'WRONG_KEY' });
	});

	test('is a thousand at most', async () => {
		const { postgres, mailbox } = await start();
		await postgres.control.query(
			`INSERT INTO ${postgres.tables.mailbox} (account, id, body) SELECT 'account', n::text, '' FROM generate_series(1, 999) AS n`,
		);
		await mailbox.put('account', letter('last'));
		await mailbox.put('account', letter('last'));
		await expect(mailbox.put('account', letter('more'))).rejects.toMatchObject({
			code: 'QUEUE_FULL',
			retryable: true,
		});
		await mailbox.put('other', letter('more'));
	});
});
