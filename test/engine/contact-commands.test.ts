import type { CommandName, Commands, LogLine } from '../../engine/gateway/contract';
import { png } from '../support/files';
import type { SkippingClock } from '../support/skipping-clock';
import { BOB, collect, OWNER, useBench } from './support';

const NOBODY = '5511900000009';
const USYNC = 'get usync usync';

const lines: LogLine[] = [];
let onLine: (line: LogLine) => void = () => undefined;
const bench = useBench({
	log(line) {
		lines.push(line);
		onLine(line);
	},
	// Questions that wait for their turn have it at once.
	engineClock: (clock) =>
		Object.assign(Object.create(clock) as SkippingClock, {
			async sleep(ms: number, signal?: AbortSignal) {
				if (signal) await clock.sleep(ms, signal);
				else clock.skip(ms);
			},
		}),
});
afterEach(() => (onLine = () => undefined));

async function run<C extends CommandName>(
	command: C,
	input: Commands[C]['input'],
): Promise<Commands[C]['output']> {
	return await bench.host.request(bench.account, command, input);
}

/** How often the engine asked WhatsApp which of so many numbers it knows. */
const asked = (numbers: number) =>
	bench.simulator.traffic
		.entries()
		.filter(
			({ direction, stanza }) =>
				direction === 'in' && JSON.stringify(stanza).split('"tag":"user"').length - 1 === numbers,
		).length;

/** Resolves when the engine has taken what somebody wrote, and with it their name. */
async function hears(number: string, name: string) {
	const somebody = await bench.simulator.contact(number, { name });
	const events = await collect(bench, ['message.incoming']);
	const id = await somebody.sendText(OWNER, 'Hi');
	await events.next('message.incoming', ({ messageId }) => messageId === id);
	await events.close();
	return somebody;
}

const lidOf = (number: string) => bench.simulator.phone(number).lid;
const person = (phone: string, name: string | null = null) => ({ phone, lid: lidOf(phone), name });

describe('contact.getMany', () => {
	test('lists the people that the number knows, by name, with each of their names', async () => {
		await hears('5511900000011', 'ana 🌻');
		await hears('5511900000012', 'Zoe');
		await run('contact.save', { contact: '5511900000011', fullName: 'Ana Souza' });
		expect(await run('contact.getMany', { search: '', limit: 10 })).toEqual(
			expect.arrayContaining([
				{
					...person('5511900000011', 'Ana Souza'),
					...{ savedName: 'Ana Souza', verifiedName: null, pushName: 'ana 🌻' },
				},
				{
					...person('5511900000012', 'Zoe'),
					...{ savedName: null, verifiedName: null, pushName: 'Zoe' },
				},
			]),
		);
		const [first, ...others] = await run('contact.getMany', { search: 'souza', limit: 10 });
		expect([first?.name, others]).toEqual(['Ana Souza', []]);
		expect(await run('contact.getMany', { search: '0012', limit: 10 })).toHaveLength(1);
		expect(await run('contact.getMany', { search: '', limit: 1 })).toHaveLength(1);
	});
});

describe('contact.get', () => {
	test('tells what somebody shows: a business with a note, and a picture', async () => {
		const shop = await bench.simulator.contact('5511900000021', { name: 'shop' });
		shop.verifiedName = 'Flowers by Ana';
		shop.about = 'the old one';
		shop.setNote('Open until 8', { emoji: '🌻' });
		shop.picture = png();
		expect(await run('contact.get', { contact: '+55 11 90000-0021' })).toEqual({
			...person('5511900000021', 'Flowers by Ana'),
			...{ savedName: null, verifiedName: 'Flowers by Ana', pushName: null },
			...{ about: '🌻 Open until 8', isBusiness: true, isBlocked: false },
			pictureUrl: expect.stringMatching(/^https:\/\/.*\.jpg$/),
		});
		// What it is called is known from then on.
		expect(await run('contact.getMany', { search: 'flowers', limit: 1 })).toHaveLength(1);
	});

	test('tells nothing of who shows nothing, by LID too', async () => {
		const shy = await bench.simulator.contact('5511900000022');
		Object.assign(shy, { about: 'Secret', picture: png() });
		shy.setNote('Secret, too');
		shy.show('about', false);
		shy.show('picture', false);
		const nothing = { about: null, pictureUrl: null, isBusiness: false };
		expect(await run('contact.get', { contact: '5511900000022' })).toMatchObject(nothing);
		expect(await run('contact.get', { contact: shy.lid })).toMatchObject({
			...person('5511900000022'),
			...nothing,
		});
		shy.show('about', true);
		expect(await run('contact.get', { contact: shy.lid })).toMatchObject({ about: 'Secret, too' });
	});

	test('tells what was said of old where there is no note, or no more', async () => {
		const dora = await bench.simulator.contact('5511900000023');
		dora.about = 'At work';
		expect(await run('contact.get', { contact: dora.number })).toMatchObject({ about: 'At work' });
		dora.setNote('For an hour', { seconds: 3_600 });
		expect(await run('contact.get', { contact: dora.number })).toMatchObject({
			about: 'For an hour',
		});
		bench.clock.skip(3_600_000);
		expect(await run('contact.get', { contact: dora.number })).toMatchObject({ about: 'At work' });
	});

	test.each([
		[NOBODY, 'NOT_ON_WHATSAPP', `${NOBODY} is not on WhatsApp.`],
		['Bob', 'INVALID_RECIPIENT', '"Bob" is not a phone number or chat ID.'],
		['', 'INVALID_RECIPIENT', 'The recipient is empty.'],
		['120363000000000001@g.us', 'INVALID_RECIPIENT', 'is a group, and this is only for people.'],
	])('is refused for %j', async (contact, code, message) => {
		await expect(run('contact.get', { contact })).rejects.toMatchObject({
			code,
			message: expect.stringContaining(message),
		});
	});
});

describe('contact.getPicture', () => {
	test('tells where a picture lies, which can be opened', async () => {
		const bob = await bench.simulator.contact(BOB);
		bob.picture = png();
		const { url, ...rest } = await run('contact.getPicture', { contact: BOB });
		expect(rest).toMatchObject({ phone: BOB, lid: bob.lid, note: null });
		const opened = await bench.host.openMedia(bench.account, { pictureUrl: url ?? '' });
		expect(opened.info).toMatchObject({ mimetype: 'image/jpeg', fileName: 'picture.jpg' });
		expect(Buffer.concat(await opened.content.toArray())).toEqual(bob.picture);
	});

	test('says why there is none', async () => {
		const carol = await bench.simulator.contact('5511900000031');
		const url = null;
		expect(await run('contact.getPicture', { contact: carol.number })).toMatchObject({
			...{ url, note: 'This person has no picture.' },
		});
		carol.picture = png();
		carol.show('picture', false);
		expect(await run('contact.getPicture', { contact: carol.number })).toMatchObject({
			...{ url, note: expect.stringContaining('privacy settings') },
		});
	});

	test('opens nothing that does not lie with WhatsApp', async () => {
		const opened = bench.host.openMedia(bench.account, { pictureUrl: 'https://example.com/a.jpg' });
		await expect(opened).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
	});
});

describe('contact.check', () => {
	test('tells of each number whether it is there, and how WhatsApp writes it', async () => {
		const [old, recent, mexican, argentine] = await Promise.all(
			['551190000041', '5511900000042', '5215512345678', '541112345678'].map(
				async (number) => await bench.simulator.contact(number),
			),
		);
		const given = [
			'+55 (11) 99000-0041',
			'551100000042',
			'+52 55 1234 5678',
			'5491112345678',
			recent?.number ?? '',
			NOBODY,
			'Bob',
			'123456@g.us',
			recent?.lid ?? '',
		];
		const { numbers, left } = await run('contact.check', { numbers: given });
		expect(left).toBe(0);
		expect(numbers.map((number) => number.given)).toEqual(given);
		const found = (contact = recent, message = `On WhatsApp as +${contact?.number}.`) =>
			expect.objectContaining({
				...{ exists: true, phone: contact?.number, lid: contact?.lid, message },
			});
		const not = (message: string) =>
			expect.objectContaining({ exists: false, phone: null, lid: null, message });
		expect(numbers).toEqual([
			found(old),
			found(recent),
			found(mexican),
			found(argentine),
			found(recent, 'On WhatsApp.'),
			not('Not on WhatsApp.'),
			not('"Bob" is not a phone number or chat ID.'),
			not('"123456@g.us" is a group, and this is only for people.'),
			not(expect.stringContaining('This is a LID')),
		]);
		// A message to one of them needs no question any more.
		const before = asked(1);
		await run('contact.resolve', { contact: '551100000042' });
		expect(asked(1)).toBe(before);
	});

	test('asks for many numbers in pieces, slowly, and for each of them once', async () => {
		const numbers = Array.from({ length: 250 }, (_, n) => String(5_511_910_000_000 + (n % 240)));
		const before = { full: asked(100), rest: asked(40), at: bench.clock.elapsed() };
		expect((await run('contact.check', { numbers })).numbers).toHaveLength(250);
		expect({ full: asked(100), rest: asked(40) }).toEqual({
			full: before.full + 2,
			rest: before.rest + 1,
		});
		expect(bench.clock.elapsed() - before.at).toBeGreaterThanOrEqual(4_000);
	});

	test('stops where WhatsApp has had enough, with what is done, and how many are left', async () => {
		const numbers = Array.from({ length: 1_300 }, (_, n) => String(5_511_920_000_000 + n));
		// It refuses within an answer.
		onLine = ({ sentence }) => {
			if (sentence !== 'Numbers are looked up') return;
			bench.simulator.faults.refuseUsync('contact', 429, 100);
		};
		const { numbers: checked, left } = await run('contact.check', { numbers });
		expect(left).toBe(300);
		expect(checked.map(({ given }) => given)).toEqual(numbers);
		expect(checked.filter(({ exists }) => exists === false)).toHaveLength(1_000);
		expect(checked.at(-1)).toMatchObject({
			...{ exists: null, phone: null },
			message: expect.stringMatching(/^Not looked up: WhatsApp was asked for this too often/),
		});
		expect(lines).toContainEqual(
			expect.objectContaining({
				sentence: 'Looking up numbers has stopped',
				facts: { checked: 1_000, left, error: 'RATE_LIMITED' },
			}),
		);
	});

	test.each([
		[429, 'RATE_LIMITED'],
		[503, 'REJECTED'],
	])('fails where nothing was found out (%i)', async (refusal, code) => {
		// What was refused before is long ago.
		bench.clock.skip(60_000);
		bench.simulator.faults.refuseQueries(USYNC, refusal, 100);
		await expect(run('contact.check', { numbers: ['5511930000001'] })).rejects.toMatchObject({
			...{ code, retryable: true },
		});
	});

	test.each([
		[[], 'No phone numbers are given.'],
		[Array.from({ length: 50_001 }, () => BOB), '50001 phone numbers are too many at once.'],
	])('refuses a list that is too short or too long (%#)', async (numbers, message) => {
		await expect(run('contact.check', { numbers })).rejects.toMatchObject({
			...{ code: 'INVALID_RECIPIENT', message, hint: 'Give 1 to 50,000 phone numbers.' },
		});
	});
});

describe('contact.resolve', () => {
	test('finds the other address of somebody', async () => {
		const eva = await hears('5511900000051', 'Eva');
		const both = { ...person(eva.number, 'Eva'), note: null };
		expect(await run('contact.resolve', { contact: eva.lid })).toEqual(both);
		expect(await run('contact.resolve', { contact: eva.number })).toEqual(both);
		const never = await bench.simulator.contact('5511900000052');
		expect(await run('contact.resolve', { contact: never.number })).toEqual({
			...{ ...person(never.number), note: null },
		});
	});

	test('says that no number is known', async () => {
		expect(await run('contact.resolve', { contact: '999000999000999@lid' })).toEqual({
			...{ phone: null, lid: '999000999000999@lid', name: null },
			note: expect.stringMatching(/^No phone number is known for this LID\. WhatsApp tells/),
		});
	});
});

describe('the address book', () => {
	test('has somebody, under another name, no more, and again', async () => {
		const { phone } = bench;
		const { number, jid, lid } = await bench.simulator.contact('5511900000061');
		const changes = () => phone.appState.filter(({ index }) => index[1] === jid);
		const changed = async (count: number) =>
			await phone.waitForAppState(() => changes().length === count);

		const saved = await run('contact.save', { contact: number, fullName: ' Fred Lima ' });
		expect(saved).toMatchObject({ ...person(number, 'Fred Lima'), savedName: 'Fred Lima' });
		await changed(1);
		const more = { fullName: 'Dr. Fred Lima', firstName: 'Fred' };
		await run('contact.save', { contact: lid, ...more });
		await changed(2);
		expect(await run('contact.delete', { contact: number })).toEqual(person(number));
		await changed(3);
		// Nothing is there to be taken away.
		await run('contact.delete', { contact: number });
		await run('contact.save', { contact: number, fullName: 'Fred' });
		await changed(4);

		const action = (fullName: string, firstName: string) => ({
			collection: 'critical_unblock_low',
			index: ['contact', jid],
			operation: 'set',
			action: {
				contactAction: { fullName, firstName, lidJid: lid, saveOnPrimaryAddressbook: true },
			},
		});
		expect(changes()).toMatchObject([
			action('Fred Lima', 'Fred'),
			action('Dr. Fred Lima', 'Fred'),
			{ operation: 'remove', index: ['contact', jid] },
			action('Fred', 'Fred'),
		]);
		// The phone could read all of it.
		expect(bench.simulator.problems).toEqual([]);
	});

	test('forgets no name but its own', async () => {
		const { number } = await hears('5511900000062', 'gabi');
		await run('contact.save', { contact: number, fullName: 'Gabriela' });
		expect(await run('contact.delete', { contact: number })).toMatchObject({ name: 'gabi' });
	});

	test.each([
		['The name of a contact is empty.', 'INVALID_CONTENT', { fullName: '  ' }],
		['The name of a contact has 1000', 'INVALID_CONTENT', { fullName: '🌻'.repeat(1_000) }],
		['The first name of a contact has 101', 'INVALID_CONTENT', { firstName: 'x'.repeat(101) }],
		[`${NOBODY} is not on WhatsApp.`, 'NOT_ON_WHATSAPP', { contact: NOBODY }],
		['The phone number of 888000888@lid', 'INVALID_RECIPIENT', { contact: '888000888@lid' }],
	])('takes not everything: %s', async (message, code, wrong) => {
		const input = { contact: BOB, fullName: 'Bob', ...wrong };
		await expect(run('contact.save', input)).rejects.toMatchObject({
			code,
			message: expect.stringContaining(message),
		});
	});
});

describe('blocking', () => {
	const OTHER = '5511900000071';

	test('keeps somebody away until they are let in again, and the other devices are told', async () => {
		const other = await bench.simulator.contact(OTHER);
		const events = await collect(bench, ['message.incoming']);
		expect(await run('contact.setBlocked', { contact: OTHER, blocked: true })).toEqual(
			person(OTHER),
		);
		// To do it again does no harm.
		await run('contact.setBlocked', { contact: other.lid, blocked: true });
		expect(await run('contact.getBlocked', { limit: 10 })).toEqual([person(OTHER)]);
		expect(await run('contact.get', { contact: OTHER })).toMatchObject({ isBlocked: true });
		await other.sendText(OWNER, 'Never');

		await run('contact.setBlocked', { contact: other.lid, blocked: false });
		expect(await run('contact.getBlocked', { limit: 10 })).toEqual([]);
		await other.sendText(OWNER, 'Thanks');
		await events.next('message.incoming', ({ text }) => text === 'Thanks');
		expect(events.all).toHaveLength(1);
		await events.close();
	});

	test.each([
		[OWNER, 'INVALID_RECIPIENT', 'This is the linked number itself, which cannot block itself.'],
		['777000777@lid', 'INVALID_RECIPIENT', 'The phone number of 777000777@lid is not known'],
		[NOBODY, 'NOT_ON_WHATSAPP', `${NOBODY} is not on WhatsApp.`],
	])('is refused for %s', async (contact, code, message) => {
		await expect(run('contact.setBlocked', { contact, blocked: true })).rejects.toMatchObject({
			code,
			message: expect.stringContaining(message),
		});
	});
});
