import type { proto } from '@whiskeysockets/baileys';
import type { IncomingContact } from '../../gateway/contract';
import { nameIn } from '../outgoing/vcard';
import type { Read } from './reader';
import { atMost, words } from './values';

/** `item1.TEL;type=CELL;waid=5511900000001:+55 11 90000-0001` */
const PHONE_LINE = /^(?:[\w-]+\.)?TEL((?:;[^:\r\n]*)?):(.*)$/gim;

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

/** `waid` is the number on WhatsApp; without it there is only what was written. */
function phonesIn(vcard: string): string[] {
	const phones = [...vcard.matchAll(PHONE_LINE)].map(
		([, parameters = '', written = '']) => /;waid=(\d+)/i.exec(parameters)?.[1] ?? written.trim(),
	);
	return [...new Set(phones.filter(Boolean))];
}
