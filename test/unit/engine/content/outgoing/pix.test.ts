import { pix } from '../../../../../engine/content/outgoing/pix';
import { parsePixKey } from '../../../../../engine/content/outgoing/pix-key';
import type { PixContent } from '../../../../../engine/gateway/contract';
import { buildContext, checkContext, refusal } from './support';

type KeyType = PixContent['keyType'];
const content: PixContent = { type: 'pix', key: '529.982.247-25', keyType: 'CPF' };

describe('A PIX key', () => {
	test.each<[KeyType, string, string]>([
		['CPF', '529.982.247-25', '52998224725'],
		['CPF', ' 11144477735 ', '11144477735'],
		['CNPJ', '11.222.333/0001-81', '11222333000181'],
		['CNPJ', '12.abc.345/01de-35', '12ABC34501DE35'],
		['PHONE', '+55 (11) 90000-0001', '+5511900000001'],
		['PHONE', '11900000001', '+5511900000001'],
		['PHONE', '(55) 99000-0001', '+5555990000001'],
		['EMAIL', ' Ana@Example.com ', 'ana@example.com'],
		['EVP', '123E4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
	])('of type %s is written as %s', (type, written, key) => {
		expect(parsePixKey(type, written)).toBe(key);
	});

	test.each<[KeyType, string]>([
		['CPF', '529.982.247-26'],
		['CPF', '529.982.247-52'],
		['CPF', '111.111.111-11'],
		['CPF', '5299822472'],
		['CPF', 'ana@example.com'],
		['CNPJ', '11.222.333/0001-82'],
		['CNPJ', '52998224725'],
		['CNPJ', '00000000000000'],
		['PHONE', '900000001'],
		['PHONE', '+1 212 555 0100 000'],
		['PHONE', 'call me'],
		['EMAIL', 'ana'],
		['EMAIL', 'ana@example'],
		['EMAIL', `${'a'.repeat(70)}@example.com`],
		['EVP', '123e4567'],
		['EVP', ''],
		['IBAN' as KeyType, 'DE02120300000000202051'],
	])('of type %s is not %s', (type, written) => {
		expect(parsePixKey(type, written)).toBeUndefined();
	});
});

describe('PIX', () => {
	test('is a button with the key, without an amount', () => {
		const built = pix.build({ ...content, merchantName: 'Ana Ltda' }, buildContext(undefined));
		const [button] = built.interactiveMessage?.nativeFlowMessage?.buttons ?? [];
		expect(button?.name).toBe('payment_info');
		expect(JSON.parse(button?.buttonParamsJson ?? '')).toMatchObject({
			currency: 'BRL',
			total_amount: { value: 0, offset: 1 },
			reference_id: '0707070707070707',
			order: { order_type: 'ORDER_WITHOUT_AMOUNT', status: 'payment_requested' },
			payment_settings: [
				{
					type: 'pix_static_code',
					pix_static_code: { merchant_name: 'Ana Ltda', key: '52998224725', key_type: 'CPF' },
				},
				{ type: 'cards', cards: { enabled: false } },
			],
		});
	});

	test('says Pix where no receiver is named, and never the key in the list of waiting messages', () => {
		const built = pix.build(content, buildContext(undefined));
		expect(JSON.stringify(built)).toContain('\\"merchant_name\\":\\"Pix\\"');
		expect(pix.summary(content)).toBe('PIX: Pix');
	});

	test('refuses a key of another type, without repeating it', () => {
		const wrong = { ...content, key: '529.982.247-26' };
		expect(refusal(pix, wrong)).toBe('The PIX key is not of the type CPF.');
		expect(refusal(pix, { ...content, key: ' ' })).toBe('The PIX key is empty.');
		expect(() => pix.check(content, checkContext())).not.toThrow();
	});
});
