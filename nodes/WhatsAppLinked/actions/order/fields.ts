import type { OrderContent, OrderItem } from '../../../../engine/gateway/contract';
import {
	entries,
	mapped,
	number,
	optionalChoice,
	optionalText,
	optionalToggle,
	text,
	together,
	trimmedText,
	type Field,
} from '../../../shared/fields';
import { PIX_KEY_TYPES } from '../message/pix-key-types';

export const currency = trimmedText({
	displayName: 'Currency',
	required: true,
	placeholder: 'e.g. BRL',
	description: 'The three letters of the currency that all amounts are in',
});

export const items = entries<OrderItem>({
	label: 'Items',
	entry: 'Item',
	description: 'What was ordered',
	values: {
		name: text({
			displayName: 'Name',
			required: true,
			placeholder: 'e.g. Rye bread',
			description: 'What it is called',
		}),
		price: trimmedText({
			displayName: 'Price',
			required: true,
			placeholder: 'e.g. 12.50',
			description: 'What one of them costs, as 12.50 or 12,50, without the sign of the currency',
		}),
		quantity: number({
			displayName: 'Quantity',
			default: 1,
			typeOptions: { minValue: 1 },
			description: 'How many of them were ordered',
		}),
		productId: optionalText({
			displayName: 'Product ID',
			placeholder: 'e.g. 5327486330123456',
			description:
				'Its ID in the catalog, where it is there. Product > Get Many puts it out as id.',
		}),
	},
	initially: 1,
	example: [{ name: 'Rye bread', price: '12.50', quantity: 2 }],
	jsonDescription:
		'A list of objects with "name", "price" (of one, as "12.50"), "quantity" and, if you like, "productId"',
});

function amount(displayName: string, description: string): Field<string | undefined> {
	return optionalText({ displayName, placeholder: 'e.g. 5.00', description });
}

export const discount = amount('Discount', 'What is taken off the price of all items');
export const tax = amount('Tax', 'What is added as tax');
export const shipping = amount('Shipping', 'What the delivery costs');

export const card = optionalToggle({
	displayName: 'Payment by Card',
	default: true,
	description: 'Whether the order says that it can be paid by card',
});

/** Undefined without a key. */
export const pix: Field<OrderContent['pix']> = mapped(
	together({
		pixKey: optionalText({
			displayName: 'PIX Key',
			placeholder: 'e.g. 529.982.247-25',
			description: 'The key that the order can be paid to, in Brazil',
		}),
		pixKeyType: optionalChoice({
			displayName: 'PIX Key Type',
			options: PIX_KEY_TYPES,
			default: 'CPF',
			description: 'What kind of key the PIX Key is. CPF without it.',
		}),
		pixReceiver: optionalText({
			displayName: 'PIX Receiver Name',
			placeholder: 'e.g. Example Ltd',
			description: 'Who gets the money, as it is shown with the key',
		}),
	}),
	({ pixKey: key, pixKeyType: keyType = 'CPF', pixReceiver: merchantName }) =>
		key === undefined ? undefined : { key, keyType, ...(merchantName && { merchantName }) },
);

export function referenceId(description: string): Field<string | undefined> {
	return optionalText({
		displayName: 'Reference ID',
		placeholder: 'e.g. order-1042',
		description,
	});
}

export function note(placeholder: string): Field<string | undefined> {
	return optionalText({
		displayName: 'Text',
		typeOptions: { rows: 3 },
		placeholder,
		description: 'What the message says. WhatsApp shows *bold*, _italic_ and ~strikethrough~.',
	});
}

/** The ID of the message that the order was sent by. */
export const ORDER_MESSAGE = 'The message ID that Send Order put out';
/** Where an update needs to be told which order it is about. */
export const KNOWN_REFERENCE =
	'Only needed where the order was sent with a Reference ID of its own and its content is not kept any more (Keep Content For in the credential)';
