import { eventChat } from '../content/events';
import { chatType, jidOfPhone, phoneOf } from '../content/jid';
import { isSameNumber } from '../content/phone-number';
import type { EventChat, Person, PersonAddress } from '../gateway/contract';
import type { LidMapping, MemberAddress } from '../whatsapp/index';
import type { Directory } from './directory';

/** Both addresses of a person, as far as they are known; `alt`: another one, where it was told beside the first. */
export type FindAddresses = (jid: string, alt?: string | null) => PersonAddress;

export function createFindAddresses({ lookUp }: LidMapping): FindAddresses {
	return (jid, alt) => {
		const known = lookUp(jid);
		const other = alt ? lookUp(alt) : { phone: null, lid: null };
		return { phone: known.phone ?? other.phone, lid: known.lid ?? other.lid };
	};
}

/** What it takes to tell who somebody is. */
export interface WhoIsWho {
	addresses: FindAddresses;
	directory: Pick<Directory, 'nameOf'>;
}

/** Somebody with both addresses and a name, as far as they are known. */
export function personOf({ addresses, directory }: WhoIsWho, { jid, alt }: MemberAddress): Person {
	const { phone, lid } = addresses(jid, alt);
	const id = phone ? jidOfPhone(phone) : lid;
	return { phone, lid, name: id && directory.nameOf(id) };
}

/** The chat with somebody: it goes by the phone number where that is known, else by the address that was told. */
export function directChat(jid: string, person: Person): EventChat {
	return eventChat(person.phone ? jidOfPhone(person.phone) : jid, person, person.name);
}

/** A group as events name it. */
export function groupChat({ directory }: Pick<WhoIsWho, 'directory'>, id: string): EventChat {
	return eventChat(id, { phone: null, lid: null }, directory.nameOf(id));
}

/** A chat by its address. */
export function chatAt(who: WhoIsWho, jid: string): EventChat {
	return chatType(jid) === 'direct'
		? directChat(jid, personOf(who, { jid, alt: undefined }))
		: groupChat(who, jid);
}

/** Whether an address, as people write it, is somebody's. */
export function isAddressOf({ phone, lid }: PersonAddress, jid: string): boolean {
	const wanted = phoneOf(jid);
	if (wanted === null) return lid === jid;
	return phone !== null && isSameNumber(phone, wanted);
}

/** Whether two chats with one person each are known to be with two persons. */
export type AreDifferentPeople = (one: string, other: string) => boolean;

/**
 * A person has two addresses, and the phone number may be written differently from how WhatsApp has it (Brazil's ninth
 * digit): numbers can be compared only where WhatsApp has told which they are. `resolved`: the address that WhatsApp has for
 * a number, where it was asked.
 */
export function createDifferentPeople(
	addresses: FindAddresses,
	resolved: (chat: string) => string | undefined,
): AreDifferentPeople {
	const certain = (chat: string): PersonAddress | undefined => {
		const known = resolved(chat);
		const found = addresses(known ?? chat);
		return known || found.lid ? found : undefined;
	};
	return (one, other) => {
		const [a, b] = [certain(one), certain(other)];
		if (!a || !b) return false;
		if (a.lid && b.lid) return a.lid !== b.lid;
		return a.phone !== null && b.phone !== null && a.phone !== b.phone;
	};
}
