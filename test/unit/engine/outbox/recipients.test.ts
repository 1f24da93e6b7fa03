import { createRecipients, type Recipients } from '../../../../engine/outbox/recipients';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { DAY, useStores } from '../support';

/** A Brazilian number as people write it, and as WhatsApp has it: without the ninth digit. */
const WRITTEN = '5511900000002';
const CANONICAL = '551100000002';
const OWN = '4915112345678';
const address = (phone: string) => `${phone}@s.whatsapp.net`;

const stores = useStores();
let clock: FakeClock;
let recipients: Recipients;
let known: Set<string>;
let ask: jest.Mock<Promise<string | null>, [string]>;

beforeEach(() => {
	clock = createFakeClock();
	known = new Set();
	recipients = createRecipients(
		stores.open(),
		clock.now,
		(chat) => known.has(chat),
		() => OWN,
	);
	ask = jest.fn<Promise<string | null>, [string]>(async () => address(CANONICAL));
});

describe('A phone number', () => {
	test('is looked up the first time, and WhatsApp’s own address is used', async () => {
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe(address(CANONICAL));
		expect(ask.mock.calls).toEqual([[WRITTEN]]);
	});

	test('is not looked up again for 30 days', async () => {
		await recipients.resolve(address(WRITTEN), ask);
		await clock.advance(30 * DAY - 1);
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe(address(CANONICAL));
		expect(ask).toHaveBeenCalledTimes(1);
		await clock.advance(1);
		await recipients.resolve(address(WRITTEN), ask);
		expect(ask).toHaveBeenCalledTimes(2);
	});

	test('in WhatsApp’s own form needs no look-up once it was an answer', async () => {
		await recipients.resolve(address(WRITTEN), ask);
		expect(await recipients.resolve(address(CANONICAL), ask)).toBe(address(CANONICAL));
		expect(ask).toHaveBeenCalledTimes(1);
	});

	test('needs no look-up where WhatsApp has told of it otherwise', async () => {
		recipients.learn(WRITTEN, address(CANONICAL));
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe(address(CANONICAL));
		expect(await recipients.resolve(address(CANONICAL), ask)).toBe(address(CANONICAL));
		recipients.learn('5511900000009', null);
		await expect(recipients.resolve(address('5511900000009'), ask)).rejects.toMatchObject({
			code: 'NOT_ON_WHATSAPP',
		});
		expect(ask).not.toHaveBeenCalled();
	});

	test('can be known under a LID', async () => {
		ask.mockResolvedValue('222@lid');
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe('222@lid');
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe('222@lid');
		expect(ask).toHaveBeenCalledTimes(1);
	});

	test('that is not on WhatsApp is an error, and is asked about again after a day: it may join', async () => {
		ask.mockResolvedValueOnce(null);
		for (const wait of [DAY - 1, 1]) {
			await expect(recipients.resolve(address(WRITTEN), ask)).rejects.toMatchObject({
				code: 'NOT_ON_WHATSAPP',
				message: `${WRITTEN} is not on WhatsApp.`,
				hint: expect.stringContaining(
					'Is the country code missing? Your own number begins with +49.',
				),
				retryable: false,
			});
			await clock.advance(wait);
		}
		expect(ask).toHaveBeenCalledTimes(1);
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe(address(CANONICAL));
	});

	test('that was not on WhatsApp and has written since is asked about at once', async () => {
		ask.mockResolvedValueOnce(null);
		await expect(recipients.resolve(address(WRITTEN), ask)).rejects.toThrow();
		known.add(address(WRITTEN));
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe(address(CANONICAL));
	});

	test('of too many that are not on WhatsApp is asked about again, the first ones first', async () => {
		ask.mockResolvedValue(null);
		const numbers = Array.from({ length: 10_001 }, (_, i) => String(5511000000000 + i));
		const look = async (phone = '') =>
			await recipients.resolve(address(phone), ask).catch(() => undefined);
		for (const phone of numbers) await look(phone);
		ask.mockClear();
		await look(numbers.at(-1));
		expect(ask).not.toHaveBeenCalled();
		await look(numbers[0]);
		expect(ask).toHaveBeenCalledTimes(1);
	});

	test('whose look-up fails is not remembered', async () => {
		ask.mockRejectedValueOnce(new Error('no answer'));
		await expect(recipients.resolve(address(WRITTEN), ask)).rejects.toThrow('no answer');
		expect(await recipients.resolve(address(WRITTEN), ask)).toBe(address(CANONICAL));
	});
});

test.each(['120363000000000001@g.us', '222@lid'])(
	'%s is used as it is, without a look-up',
	async (chat) => {
		expect(await recipients.resolve(chat, ask)).toBe(chat);
		expect(ask).not.toHaveBeenCalled();
	},
);
