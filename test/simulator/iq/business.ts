import type { BinaryNode } from '@whiskeysockets/baileys';
import type { BusinessRecord } from '../business';
import { CATEGORIES } from '../business';
import type { MediaHost } from '../media';
import type { Account } from '../registry';
import { allChildren, childrenOf, stanza, textOf } from '../stanza';
import { IqError, type IqHandler, type IqHandlers } from './handler';

const text = (tag: string, content: string) => stanza(tag, {}, Buffer.from(content));

const get: IqHandler = ({ child }, { registry }) => {
	const profiles = childrenOf(child, 'profile').flatMap(({ attrs }) => {
		const account = registry.accountOf(attrs.jid);
		// Who is no business is left out.
		return account?.business ? [write(attrs.jid ?? '', account.business)] : [];
	});
	return [stanza('business_profile', { v: child.attrs.v }, profiles)];
};

function write(jid: string, business: BusinessRecord): BinaryNode {
	const { texts, websites, categoryIds, hours, cover, cartEnabled } = business;
	return stanza('profile', { jid, tag: '1' }, [
		...[...texts].map(([tag, content]) => text(tag, content)),
		...websites.map((url) => text('website', url)),
		...(categoryIds.length > 0 ? [writeCategories(categoryIds)] : []),
		...(hours ? [hours] : []),
		...(cover ? [stanza('cover_photo', { id: cover.id }, Buffer.from(cover.url))] : []),
		stanza('profile_options', {}, [
			text('commerce_experience', 'catalog'),
			text('cart_enabled', String(cartEnabled)),
		]),
	]);
}

function writeCategories(ids: readonly string[]): BinaryNode {
	return stanza(
		'categories',
		{},
		ids.map((id) => stanza('category', { id }, Buffer.from(CATEGORIES.get(id) ?? ''))),
	);
}

const TEXTS: readonly string[] = ['address', 'description', 'email'];
const DAYS: readonly unknown[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MODES: readonly unknown[] = ['specific_hours', 'open_24h', 'appointment_only'];

/** A delta: what is not named stays. */
const edit: IqHandler = ({ child, device }, { media }) => {
	const business = businessOf(device.account);
	if (child.attrs.mutation_type !== 'delta') throw new IqError(400, 'bad-request');
	for (const change of allChildren(child)) check(change);
	const websites = childrenOf(child, 'website').map(textOf);
	if (websites.length > 2) throw notAcceptable();
	if (websites.length > 0) business.websites = websites.filter(Boolean);
	for (const { tag, ...rest } of allChildren(child)) {
		const change = { tag, ...rest };
		if (TEXTS.includes(tag)) setText(business, tag, textOf(change));
		if (tag === 'business_hours')
			business.hours = allChildren(change).length > 0 ? change : undefined;
		if (tag === 'cover_photo') business.cover = coverAfter(change.attrs, business, media);
		if (tag === 'categories') {
			business.categoryIds = childrenOf(change, 'category').map(({ attrs }) => attrs.id ?? '');
		}
	}
	return [];
};

/** Only what the media host has taken is shown. */
function coverAfter(
	{ op, id, token }: BinaryNode['attrs'],
	{ cover }: BusinessRecord,
	media: MediaHost,
): BusinessRecord['cover'] {
	if (op === 'delete') {
		if (id !== cover?.id) throw new IqError(404, 'item-not-found');
		return undefined;
	}
	const url = media.coverOf(id, token);
	if (op !== 'update' || !id || !url) throw notAcceptable();
	return { id, url };
}

function setText({ texts }: BusinessRecord, tag: string, content: string): void {
	if (content === '') texts.delete(tag);
	else texts.set(tag, content);
}

/** As strict as it is known to be: an unknown mode is "not acceptable" (zapo), and the same for others is a guess. */
function check(change: BinaryNode): void {
	if (change.tag === 'categories') {
		const ids = childrenOf(change, 'category').map(({ attrs }) => attrs.id ?? '');
		if (ids.length < 1 || ids.length > 3) throw notAcceptable();
		if (ids.some((id) => !CATEGORIES.has(id))) throw notAcceptable();
	}
	if (change.tag !== 'business_hours') return;
	for (const { attrs } of childrenOf(change, 'business_hours_config')) {
		if (!DAYS.includes(attrs.day_of_week) || !MODES.includes(attrs.mode)) throw notAcceptable();
		if (attrs.mode !== 'specific_hours') continue;
		const [from, to] = [Number(attrs.open_time), Number(attrs.close_time)];
		if (!(from >= 0 && from < to && to <= 24 * 60)) throw notAcceptable();
	}
}

/** Only who has WhatsApp Business has a profile to change. */
function businessOf(account: Account): BusinessRecord {
	if (!account.business) throw new IqError(403, 'forbidden');
	return account.business;
}

const notAcceptable = () => new IqError(406, 'not-acceptable');

/** The profiles of businesses. */
export const business: IqHandlers = {
	'get w:biz business_profile': get,
	'set w:biz business_profile': edit,
};
