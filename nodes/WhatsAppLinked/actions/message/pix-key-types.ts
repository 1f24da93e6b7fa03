import type { PixContent } from '../../../../engine/gateway/contract';

interface KeyType {
	name: string;
	value: PixContent['keyType'];
	description?: string;
}

/** What kinds of PIX keys there are, to choose from. */
export const PIX_KEY_TYPES: KeyType[] = [
	{ name: 'CNPJ', value: 'CNPJ', description: 'Tax number of a company' },
	{ name: 'CPF', value: 'CPF', description: 'Tax number of a person' },
	{ name: 'Email', value: 'EMAIL' },
	{ name: 'Phone', value: 'PHONE', description: 'Brazilian number with area code' },
	{ name: 'Random Key', value: 'EVP', description: 'Made by the bank' },
];
