import type { Directory } from '../contacts/directory';
import { directChat, personOf, type FindAddresses } from '../contacts/people';
import { noticeEnvelope, type AccountInfo } from '../content/events';
import { jidOfPhone } from '../content/jid';
import type { BusinessChangedEvent, PersonAddress } from '../gateway/contract';
import type { ContactNames, ContactNotice, VerifiedName } from '../whatsapp/index';

export type BusinessNotice = Extract<ContactNotice, { type: 'business' }>;
/** All else that WhatsApp tells of people. */
export type PersonalNotice = Exclude<ContactNotice, { type: 'business' | 'businessOfHash' }>;

export interface BusinessEventsOptions {
	addresses: FindAddresses;
	directory: Pick<Directory, 'nameOf' | 'namesOf' | 'learn' | 'forget'>;
	info(): AccountInfo;
}

/** What WhatsApp tells of businesses, by what is known of them: a business says what it is with each of its messages. */
export interface BusinessEvents {
	/** Undefined where it is known. */
	noticed(notice: BusinessNotice): BusinessChangedEvent | undefined;
	/** From now on it is known. */
	learn(notice: BusinessNotice): void;
}

export function createBusinessEvents(options: BusinessEventsOptions): BusinessEvents {
	const { addresses, directory, info } = options;
	const addressOf = ({ contact: { jid, alt } }: BusinessNotice) => addresses(jid, alt);
	const knownOf = ({ phone, lid }: PersonAddress): ContactNames => ({
		...(lid && directory.namesOf(lid)),
		...(phone && directory.namesOf(jidOfPhone(phone))),
	});

	return {
		noticed(notice) {
			const { contact: address, business, id, at } = notice;
			const who = addressOf(notice);
			// Bots have neither, and are remembered by nothing.
			if (who.phone === null && who.lid === null) return undefined;
			const before = knownOf(who);
			const change = businessChange(before, business);
			if (!change) return undefined;
			const contact = personOf(options, address);
			const chat = directChat(address.jid, contact);
			return {
				event: 'contact.businessChanged',
				...noticeEnvelope(info(), [chat.id, id, change], at),
				chat,
				contact,
				change,
				verifiedName: business && (business.name ?? before.verifiedName ?? null),
				level: business && business.level,
				formerName: before.verifiedName ?? null,
				formerLevel: before.verifiedLevel ?? null,
			};
		},
		learn(notice) {
			const { phone, lid } = addressOf(notice);
			const { business } = notice;
			if (business) {
				const { name, level } = business;
				const before = knownOf({ phone, lid });
				const isSameName = name === null || name === before.verifiedName;
				// As nearly each message says it: what is written holds up all that was written before.
				if (isSameName && level === before.verifiedLevel) return;
				directory.learn([
					{ phone, lid, verifiedLevel: level, ...(name !== null && { verifiedName: name }) },
				]);
				return;
			}
			for (const id of [phone && jidOfPhone(phone), lid]) {
				if (id) directory.forget(id, ['verifiedName', 'verifiedLevel']);
			}
		},
	};
}

/** Only a high level is a verified one; WhatsApp's apps make no difference between the others any more. */
export function businessChange(
	before: ContactNames,
	business: VerifiedName | null,
): BusinessChangedEvent['change'] | undefined {
	if (!business) return 'removed';
	const wasVerified = before.verifiedLevel === 'high';
	const isVerified = business.level === 'high';
	if (wasVerified !== isVerified) return isVerified ? 'verified' : 'unverified';
	const { verifiedName: formerName } = before;
	// Of who is known by name alone nobody has told the level: that it is not verified is no news.
	if (!before.verifiedLevel && formerName === undefined) return 'registered';
	const isRenamed = business.name !== null && formerName !== undefined;
	return isRenamed && business.name !== formerName ? 'renamed' : undefined;
}
