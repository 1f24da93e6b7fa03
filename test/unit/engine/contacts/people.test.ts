import { createDifferentPeople, type AreDifferentPeople } from '../../../../engine/contacts/people';
import { createRecipients, type Recipients } from '../../../../engine/outbox/recipients';
import { createKeyStore, type KeyStore } from '../../../../engine/store/keys';
import { createLidMapping } from '../../../../engine/whatsapp';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const jid = (phone: string) => `${phone}@s.whatsapp.net`;
const BOB = jid('551100000002');
/** As people write it, with the ninth digit that WhatsApp does not have. */
const BOB_WRITTEN = jid('5511900000002');
const CAROL = jid('5511900000003');

const stores = useStores();
let keys: KeyStore;
let recipients: Recipients;
let areDifferentPeople: AreDifferentPeople;

beforeEach(() => {
	const store = stores.open();
	keys = createKeyStore(store);
	recipients = createRecipients(
		store,
		() => START,
		() => false,
	);
	areDifferentPeople = createDifferentPeople(createLidMapping(keys).lookUp, recipients.known);
});

const resolve = (chat: string, to = chat) => recipients.resolve(chat, async () => to);
const learn = (phone: string, lid: string) =>
	keys.set([
		{ type: 'lid-mapping', id: phone, value: `"${lid}"` },
		{ type: 'lid-mapping', id: `${lid}_reverse`, value: `"${phone}"` },
	]);

describe('Two chats', () => {
	test('are with one person under both addresses', () => {
		learn('551100000002', '222');
		expect(areDifferentPeople(BOB, '222@lid')).toBe(false);
		expect(areDifferentPeople('222@lid', BOB)).toBe(false);
	});

	test('are with two persons by their LIDs', () => {
		learn('551100000002', '222');
		learn('5511900000003', '333');
		expect(areDifferentPeople('222@lid', '333@lid')).toBe(true);
		expect(areDifferentPeople(BOB, '333@lid')).toBe(true);
		expect(areDifferentPeople(BOB, CAROL)).toBe(true);
	});

	test('are with two persons by their numbers, where WhatsApp has told them', async () => {
		await resolve(BOB);
		expect(areDifferentPeople(BOB, CAROL)).toBe(false);
		await resolve(CAROL);
		expect(areDifferentPeople(BOB, CAROL)).toBe(true);
	});

	test('may be with one person as long as the number was never looked up', async () => {
		learn('551100000002', '222');
		expect(areDifferentPeople(BOB_WRITTEN, BOB)).toBe(false);
		await resolve(BOB_WRITTEN, BOB);
		expect(areDifferentPeople(BOB_WRITTEN, BOB)).toBe(false);
		expect(areDifferentPeople(BOB_WRITTEN, '222@lid')).toBe(false);
	});

	test('may be with one person where a LID has no number', async () => {
		await resolve(CAROL);
		expect(areDifferentPeople(CAROL, '222@lid')).toBe(false);
	});
});
