import type { proto } from '@whiskeysockets/baileys';
import type { IncomingContact } from '../../gateway/contract';
import { nameIn, phonesIn } from '../vcard';
import type { Read } from './reader';
import { atMost, words } from './values';

export function contact(body: proto.Message.IContactMessage): Read {
	return { type: 'contacts', text: null, contacts: [contactOf(body)] };
}

export function contacts(body: proto.Message.IContactsArrayMessage): Read {
	return { type: 'contacts', text: null, contacts: atMost(body.contacts).map(contactOf) };
}

function contactOf({ displayName, vcard }: proto.Message.IContactMessage): IncomingContact {
	const card = vcard ?? '';
	return {
		name: words(displayName) ?? nameIn(card) ?? null,
		phones: phonesIn(card),
		vcard: card,
	};
}
