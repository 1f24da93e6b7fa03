import type { CommandName, Commands } from '../../engine/gateway/contract';
import { BOB, collect, linkAnother, OWNER, runLater, untilAcked, useBench } from './support';

/** Who may see what of the number, and reach it. */

const CAROL = '5511900000003';
const DORA = '5511900000004';
const SET = 'set privacy privacy';

const bench = useBench();

beforeAll(async () => {
	for (const number of [CAROL, DORA]) await bench.simulator.contact(number);
});

async function run<C extends CommandName>(
	command: C,
	input: Commands[C]['input'],
): Promise<Commands[C]['output']> {
	return await runLater(bench, command, input);
}

const lidOf = (number: string) => bench.simulator.phone(number).lid;
const lids = (people: readonly { lid: string | null }[]) => people.map(({ lid }) => lid);
const change = async (
	action: 'add' | 'remove',
	contacts: string[],
	setting: Commands['privacy.changeBlacklist']['input']['setting'] = 'lastSeen',
) => await run('privacy.changeBlacklist', { setting, contacts, action });

/** What the companion has asked for so far, by the names of WhatsApp's categories. */
const changesAsked = () =>
	bench.simulator.traffic
		.entries(OWNER)
		.filter(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' && tag === 'iq' && attrs.xmlns === 'privacy' && attrs.type === 'set',
		).length;

describe('settings', () => {
	afterEach(() => {
		for (const [name] of bench.phone.privacy.all()) bench.phone.privacy.set(name, 'all');
	});

	test('are told as they are on the phone', async () => {
		bench.phone.setPrivacy('online', 'match_last_seen');
		bench.phone.setPrivacy('calladd', 'known');
		bench.phone.setPrivacy('readreceipts', 'none');
		expect(await run('privacy.get', {})).toEqual({
			...{ lastSeen: 'everyone', picture: 'everyone', about: 'everyone', groupAdd: 'everyone' },
			...{ online: 'sameAsLastSeen', calls: 'known', messages: 'everyone', readReceipts: false },
			defaultDisappearingSeconds: 0,
		});
	});

	test('are set, but for those that are so already', async () => {
		const before = changesAsked();
		const wanted = { lastSeen: 'nobody', about: 'everyone', readReceipts: false } as const;
		expect(await run('privacy.set', wanted)).toMatchObject({
			...{ ...wanted, picture: 'everyone' },
			changed: ['lastSeen', 'readReceipts'],
		});
		expect(changesAsked() - before).toBe(2);
		const { privacy } = bench.phone;
		expect(['last', 'readreceipts', 'status'].map((name) => privacy.get(name))).toEqual([
			...['none', 'none', 'all'],
		]);
	});

	test.each([
		[{ lastSeen: 'contactsExcept' }, 'last', 'contact_blacklist'],
		[{ picture: 'contacts' }, 'profile', 'contacts'],
		[{ about: 'nobody' }, 'status', 'none'],
		[{ online: 'sameAsLastSeen' }, 'online', 'match_last_seen'],
		[{ groupAdd: 'contacts' }, 'groupadd', 'contacts'],
		[{ calls: 'known' }, 'calladd', 'known'],
		[{ messages: 'contacts' }, 'messages', 'contacts'],
		[{ readReceipts: false }, 'readreceipts', 'none'],
	] as const)('%j is what WhatsApp calls %s: %s', async (wanted, name, value) => {
		await run('privacy.set', wanted);
		expect(bench.phone.privacy.get(name)).toBe(value);
	});

	test('none at all is refused', async () => {
		await expect(run('privacy.set', {})).rejects.toMatchObject({
			...{ code: 'INVALID_SETTING', message: 'No privacy setting is given.' },
		});
	});

	test('what was set before a refusal stays, and the error says so', async () => {
		bench.phone.privacy.withhold('groupadd', 'contacts');
		await expect(
			run('privacy.set', { about: 'nobody', groupAdd: 'contacts', readReceipts: false }),
		).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message:
				'WhatsApp does not take "contacts" for the linked number as to who may add the number to groups. (WhatsApp error 400) Changed before that: who sees the about text.',
			hint: expect.stringContaining('Settings > Privacy'),
		});
		expect(bench.phone.privacy.get('readreceipts')).toBe('all');
	});

	test("a setting that the account's region does not have is refused before anything is set", async () => {
		bench.phone.privacy.withhold('messages');
		expect(await run('privacy.get', {})).toMatchObject({ messages: null });
		const before = changesAsked();
		await expect(
			run('privacy.set', { about: 'nobody', messages: 'contacts' }),
		).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message:
				'WhatsApp does not have this setting for the linked number: who may write to the number. Nothing was changed.',
		});
		expect(changesAsked()).toBe(before);
	});

	test('what nobody has answered does not count as done', async () => {
		bench.simulator.faults.swallowAnswers(SET);
		const before = changesAsked();
		const waiting = bench.clock.timerOf(25_000);
		const failed = expect(run('privacy.set', { calls: 'known' })).rejects.toMatchObject({
			...{ code: 'TIMEOUT', hint: expect.stringContaining('does no harm') },
		});
		await bench.simulator.traffic.waitFor(() => changesAsked() === before + 1);
		await waiting;
		bench.clock.skip(25_000);
		await failed;
	});
});

describe('read receipts', () => {
	/** A message of Bob's is marked as read; returns as what WhatsApp was told so. */
	async function readOne(words: string): Promise<string | undefined> {
		const events = await collect(bench, ['message.incoming']);
		const messageId = await bench.bob.sendText(OWNER, words);
		await events.next('message.incoming', (event) => event.messageId === messageId);
		await events.close();
		const isAboutIt = ({ tag, attrs }: { tag: string; attrs: Record<string, string> }) =>
			tag === 'receipt' && attrs.id === messageId && attrs.type?.startsWith('read') === true;
		const targets = [{ messageId, fromMe: false }];
		await run('message.markRead', { chat: BOB, targets });
		const { stanza } = await bench.simulator.traffic.waitFor(
			({ direction, stanza }) => direction === 'in' && isAboutIt(stanza),
		);
		return stanza.attrs.type;
	}

	test('are sent or not as they were set last, here or on the phone', async () => {
		expect(await readOne('one')).toBe('read');
		await run('privacy.set', { readReceipts: false });
		expect(await readOne('two')).toBe('read-self');
		bench.phone.setPrivacy('readreceipts', 'all');
		await untilAcked(bench.simulator, { class: 'notification', type: 'account_sync' });
		expect(await readOne('three')).toBe('read');
	});
});

describe('a black list', () => {
	test('is empty where the setting has none', async () => {
		expect(await run('privacy.getBlacklist', { setting: 'lastSeen', limit: 10 })).toEqual([]);
	});

	test('takes people, by number or LID, and makes the setting leave them out', async () => {
		expect(await change('add', [BOB, lidOf(CAROL)])).toMatchObject({
			setting: 'lastSeen',
			contacts: [
				{ phone: BOB, lid: lidOf(BOB) },
				{ phone: null, lid: lidOf(CAROL) },
			],
		});
		expect(bench.phone.privacy.blacklist('last')).toEqual([lidOf(BOB), lidOf(CAROL)]);
		expect(await run('privacy.get', {})).toMatchObject({ lastSeen: 'contactsExcept' });
		const listed = await run('privacy.getBlacklist', { setting: 'lastSeen', limit: 10 });
		expect(lids(listed)).toEqual([BOB, CAROL].map(lidOf));
		expect(await run('privacy.getBlacklist', { setting: 'lastSeen', limit: 1 })).toHaveLength(1);
	});

	test('takes only who is not on it, and loses only who is', async () => {
		const before = changesAsked();
		const both = [BOB, CAROL].map(lidOf);
		expect(lids((await change('add', [CAROL, BOB])).contacts)).toEqual(both);
		expect(lids((await change('remove', [DORA])).contacts)).toEqual(both);
		expect(changesAsked()).toBe(before);
		expect(lids((await change('remove', [BOB, DORA])).contacts)).toEqual([lidOf(CAROL)]);
		expect(bench.phone.privacy.blacklist('last')).toEqual([lidOf(CAROL)]);
	});

	test('is left alone where the setting has none: who is taken off opens it to nobody', async () => {
		bench.phone.privacy.set('status', 'none');
		expect((await change('remove', [BOB], 'about')).contacts).toEqual([]);
		expect(bench.phone.privacy.get('status')).toBe('none');
	});

	test('keeps somebody from what it is about', async () => {
		const other = await linkAnother(bench, '5511900000020');
		(await bench.simulator.contact(OWNER)).picture = Buffer.from('ffd8ffe0', 'hex');
		const look = async () => await runLater(other, 'contact.getPicture', { contact: OWNER });
		expect(await look()).toMatchObject({ url: expect.stringMatching(/^https/) });
		await change('add', [other.phone.number], 'picture');
		expect(await look()).toMatchObject({ url: null, note: expect.stringContaining('privacy') });
	});

	test('is changed on top of what another device has made of it meanwhile', async () => {
		bench.phone.privacy.set('groupadd', 'all');
		bench.phone.privacy.overtake('groupadd', [lidOf(DORA), lidOf(CAROL)]);
		const { contacts } = await change('add', [BOB], 'groupAdd');
		const all = [DORA, CAROL, BOB].map(lidOf);
		expect(lids(contacts)).toEqual(all);
		expect(bench.phone.privacy.blacklist('groupadd')).toEqual(all);
	});

	test('that another device keeps changing is given up', async () => {
		const others = [5, 6, 7, 8, 9].map((n) => `551190000001${n}`);
		for (const number of others) await bench.simulator.contact(number);
		bench.phone.privacy.set('groupadd', 'all');
		bench.phone.privacy.overtake('groupadd', others.map(lidOf));
		await expect(change('add', [BOB], 'groupAdd')).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('in 5 tries'),
			retryable: true,
		});
		expect(bench.phone.privacy.blacklist('groupadd')).not.toContain(lidOf(BOB));
	});

	test.each([
		[[], 'INVALID_RECIPIENT', 'No contacts are given.'],
		[Array<string>(101).fill(BOB), 'INVALID_RECIPIENT', '101 contacts are too many at once.'],
		[[BOB, 'nobody'], 'INVALID_RECIPIENT', '"nobody"'],
		[[BOB, OWNER], 'INVALID_RECIPIENT', 'the linked number itself'],
		[['120363041234567890@g.us'], 'INVALID_RECIPIENT', 'is a group'],
		[[BOB, '5511900000098'], 'NOT_ON_WHATSAPP', '5511900000098'],
	])('refuses what is nobody to leave out (%#)', async (contacts, code, message) => {
		const before = changesAsked();
		await expect(change('add', contacts)).rejects.toMatchObject({
			...{ code, message: expect.stringContaining(message) },
		});
		expect(changesAsked()).toBe(before);
	});
});

describe('the disappearing time of new chats', () => {
	test('is set, and told', async () => {
		expect(await run('privacy.setDefaultDisappearing', { seconds: 604_800 })).toEqual({
			seconds: 604_800,
		});
		expect(bench.phone.defaultEphemeral).toBe(604_800);
		expect(await run('privacy.get', {})).toMatchObject({ defaultDisappearingSeconds: 604_800 });
		await run('privacy.setDefaultDisappearing', { seconds: 0 });
		expect(bench.phone.defaultEphemeral).toBe(0);
	});

	test.each([1, -1, Number.NaN, 604_801])('%d seconds are none', async (seconds) => {
		await expect(run('privacy.setDefaultDisappearing', { seconds })).rejects.toMatchObject({
			...{ code: 'INVALID_SETTING', message: expect.stringContaining(String(seconds)) },
		});
	});
});
