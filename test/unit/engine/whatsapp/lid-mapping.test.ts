import { createKeyStore } from '../../../../engine/store/keys';
import { createLidMapping, type LidMapping } from '../../../../engine/whatsapp/lid-mapping';
import { useStores } from '../support';

const stores = useStores();
let lidMapping: LidMapping;

/** What Baileys has learnt, as it is stored: both directions among the session's keys. */
beforeEach(() => {
	const keys = createKeyStore(stores.open());
	lidMapping = createLidMapping(keys);
	keys.set([
		{ type: 'lid-mapping', id: '5511900000002', value: '"222"' },
		{ type: 'lid-mapping', id: '222_reverse', value: '"5511900000002"' },
	]);
});

describe('The address book', () => {
	test.each([
		'5511900000002@s.whatsapp.net',
		'5511900000002:3@s.whatsapp.net',
		'222@lid',
		'222:3@lid',
	])('knows both addresses of a person from %s', (jid) => {
		expect(lidMapping.lookUp(jid)).toEqual({ phone: '5511900000002', lid: '222@lid' });
	});

	test.each([
		['5511900000003@s.whatsapp.net', { phone: '5511900000003', lid: null }],
		['333@lid', { phone: null, lid: '333@lid' }],
	])('says of %s what the address itself says', (jid, known) => {
		expect(lidMapping.lookUp(jid)).toEqual(known);
	});

	test('does not take the digits of a LID for a phone number', () => {
		expect(lidMapping.lookUp('5511900000002@lid')).toEqual({
			phone: null,
			lid: '5511900000002@lid',
		});
	});

	test.each(['120363000000000001@g.us', 'status@broadcast', 'nonsense', ''])(
		'knows nothing of "%s", which is no person',
		(jid) => {
			expect(lidMapping.lookUp(jid)).toEqual({ phone: null, lid: null });
		},
	);
});
