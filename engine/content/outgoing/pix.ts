import type { PixContent } from '../../gateway/contract';
import { checkLength, invalid, MAX_LABEL } from './checks';
import { firstLine } from './first-line';
import type { Kind } from './kind';
import { parsePixKey } from './pix-key';

const DEFAULT_MERCHANT_NAME = 'Pix';
/** No amount: whoever pays types it. */
const NOTHING = { value: 0, offset: 1 };

/** What each type of key looks like, in the words of an error. */
const FORMS: Record<PixContent['keyType'], string> = {
	CPF: 'A CPF has 11 digits, the last two check the others.',
	CNPJ: 'A CNPJ has 14 digits or letters, the last two check the others.',
	PHONE: 'A phone key is a Brazilian number with area code, for example +55 11 90000-0001.',
	EMAIL: 'An email key looks like name@example.com.',
	EVP: 'A random key looks like 123e4567-e89b-12d3-a456-426614174000.',
};

export const pix: Kind<PixContent> = {
	check({ key, keyType, merchantName }) {
		if (!parsePixKey(keyType, key)) {
			throw invalid(
				key.trim() ? `The PIX key is not of the type ${keyType}.` : 'The PIX key is empty.',
				FORMS[keyType] ?? 'The type is CPF, CNPJ, PHONE, EMAIL or EVP.',
			);
		}
		checkLength('The name of the receiver', merchantName, MAX_LABEL);
	},
	summary: ({ merchantName }) => firstLine(`PIX: ${merchantName || DEFAULT_MERCHANT_NAME}`),
	build({ key, keyType, merchantName }, { secret }) {
		const reference = hex(secret().subarray(0, 8));
		return {
			interactiveMessage: {
				nativeFlowMessage: {
					buttons: [
						{
							name: 'payment_info',
							buttonParamsJson: JSON.stringify(
								payment(reference, {
									merchant_name: merchantName?.trim() || DEFAULT_MERCHANT_NAME,
									key: parsePixKey(keyType, key),
									key_type: keyType,
								}),
							),
						},
					],
				},
			},
		};
	},
};

function hex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A request without amount, as WhatsApp's own apps send it; `APPSWITCH` is what phones draw the button for. */
function payment(reference: string, code: object): object {
	return {
		currency: 'BRL',
		total_amount: NOTHING,
		reference_id: reference,
		type: 'physical-goods',
		order: {
			status: 'payment_requested',
			subtotal: NOTHING,
			order_type: 'ORDER_WITHOUT_AMOUNT',
			items: [{ retailer_id: `custom-item-${reference}`, name: '', amount: NOTHING, quantity: 0 }],
		},
		payment_settings: [
			{ type: 'pix_static_code', pix_static_code: { ...code, flow_type: 'APPSWITCH' } },
			{ type: 'cards', cards: { enabled: false } },
		],
		external_payment_configurations: [],
		additional_note: '',
	};
}
