import {
	getBinaryNodeChild,
	getBinaryNodeChildren,
	S_WHATSAPP_NET,
	type BinaryNode,
	type WASocket,
} from '@whiskeysockets/baileys';
import { minutesOf, timeOf } from '../content/opening-hours';
import type { BusinessCategory, BusinessProfile, OpeningHours, Weekday } from '../gateway/contract';
import { mex } from './mex';
import { answerTo } from './query';
import { textOf } from './stanzas';

/** What a business says of itself, but who it is. */
export type BusinessFacts = Omit<BusinessProfile, 'phone' | 'lid'>;

/** What is named changes: an empty text or list takes away what was there. */
export type BusinessEdit = Partial<
	Record<'description' | 'email' | 'address', string> & {
		websites: readonly string[];
		categoryIds: readonly string[];
		hours: { timezone: string; days: readonly OpeningHours[] };
	}
>;

/** A cover that lies on the media host, as that has named it. */
export interface PublishedCover {
	id: string;
	token: string;
	timestamp: string;
}

/** The profiles of businesses. Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. */
export interface Businesses {
	/** Null: who has this address is no business. */
	profile(jid: string): Promise<BusinessFacts | null>;
	/** Of the linked number. */
	edit(changes: BusinessEdit): Promise<void>;
	categories(query: string): Promise<BusinessCategory[]>;
	setCover(cover: PublishedCover): Promise<void>;
	removeCover(id: string): Promise<void>;
}

/** Of the question, which every client asks so: Baileys, whatsmeow. */
const QUESTION_VERSION = '244';
const EDIT = { v: '3', mutation_type: 'delta' };

const DAYS: Readonly<Record<string, Weekday>> = {
	mon: 'monday',
	tue: 'tuesday',
	wed: 'wednesday',
	thu: 'thursday',
	fri: 'friday',
	sat: 'saturday',
	sun: 'sunday',
};
const WHOLE_DAY = { open_24h: 'open24Hours', appointment_only: 'appointmentOnly' } as const;

/**
 * Not Baileys' own: of websites and categories it reads the first alone, without its ID, and no cover (lib/Socket/chats.js,
 * getBusinessProfile); it cannot take the last website away, and knows no categories (lib/Socket/business.js).
 */
export function createBusinesses({ query }: Pick<WASocket, 'query'>): Businesses {
	async function ask(type: 'get' | 'set', profile: BinaryNode): Promise<BinaryNode | undefined> {
		const answer = await answerTo(query, {
			tag: 'iq',
			attrs: { to: S_WHATSAPP_NET, type, xmlns: 'w:biz' },
			content: [profile],
		});
		return getBinaryNodeChild(answer, 'business_profile');
	}

	const edit = async (content: BinaryNode[]) =>
		void (await ask('set', { tag: 'business_profile', attrs: EDIT, content }));

	const changeCover = (attrs: BinaryNode['attrs']) => edit([{ tag: 'cover_photo', attrs }]);

	return {
		async profile(jid) {
			const answer = await ask('get', {
				tag: 'business_profile',
				attrs: { v: QUESTION_VERSION },
				content: [{ tag: 'profile', attrs: { jid } }],
			});
			const found = getBinaryNodeChild(answer, 'profile');
			return found ? readProfile(found) : null;
		},
		edit: (changes) => edit(writeEdit(changes)),
		setCover: ({ id, token, timestamp }) => changeCover({ op: 'update', id, ts: timestamp, token }),
		removeCover: (id) => changeCover({ op: 'delete', id }),
		async categories(words) {
			const found = await mex(
				query,
				'BizGetCategories',
				{
					query_params: {
						...{ query: words, locale: 'en_US' },
						...{ operation: 'PROFILE_TYPEAHEAD', version: 'V_1' },
					},
				},
				'whatsapp_catkit_typeahead_proxy',
			);
			const { categories = [], not_a_biz: none } = (found ?? {}) as CategoriesFound;
			return categories.flatMap(({ id, display_name: name }) =>
				id && name && id !== none?.id ? { id, name } : [],
			);
		},
	};
}

/** zapo's spec/mex, BizGetCategories. `not_a_biz` is the choice of who is no business. */
interface CategoriesFound {
	categories?: ReadonlyArray<{ id?: string; display_name?: string }>;
	not_a_biz?: { id?: string };
}

/** WhatsApp Web's own reading of it is the source of `cover_photo`: its ID, and its URL as the text. */
function readProfile(profile: BinaryNode): BusinessFacts {
	const text = (tag: string) => textOf(getBinaryNodeChild(profile, tag)) || null;
	const cover = getBinaryNodeChild(profile, 'cover_photo');
	const coverUrl = textOf(cover);
	const hours = getBinaryNodeChild(profile, 'business_hours');
	const cart = textOf(
		getBinaryNodeChild(getBinaryNodeChild(profile, 'profile_options'), 'cart_enabled'),
	);
	return {
		description: text('description'),
		email: text('email'),
		address: text('address'),
		websites: getBinaryNodeChildren(profile, 'website').map(textOf).filter(Boolean),
		categories: getBinaryNodeChildren(getBinaryNodeChild(profile, 'categories'), 'category').map(
			(one) => ({ id: one.attrs.id ?? '', name: textOf(one) }),
		),
		hours: hours ? readHours(hours) : null,
		cover: cover?.attrs.id && coverUrl ? { id: cover.attrs.id, url: coverUrl } : null,
		cartEnabled: cart === '' ? null : cart === 'true',
	};
}

function readHours(hours: BinaryNode): BusinessProfile['hours'] {
	const days = getBinaryNodeChildren(hours, 'business_hours_config').flatMap(({ attrs }) => {
		const day = DAYS[attrs.day_of_week ?? ''];
		if (!day) return [];
		if (attrs.mode !== 'specific_hours') {
			const mode = (WHOLE_DAY as Readonly<Record<string, 'open24Hours' | 'appointmentOnly'>>)[
				attrs.mode ?? ''
			];
			return mode ? { day, mode } : [];
		}
		const [opens, closes] = [Number(attrs.open_time), Number(attrs.close_time)].map(timeOf);
		return { day, mode: 'specificHours' as const, opens: opens ?? '', closes: closes ?? '' };
	});
	return days.length > 0 ? { timezone: hours.attrs.timezone ?? null, days } : null;
}

function writeEdit({ websites, categoryIds, hours, ...texts }: BusinessEdit): BinaryNode[] {
	return [
		...Object.entries(texts).map(([tag, content]) => node(tag, content)),
		// Without any, an empty one: as zapo has it.
		...(websites?.length === 0 ? [node('website')] : []),
		...(websites ?? []).map((url) => node('website', url)),
		...(categoryIds
			? [
					node(
						'categories',
						categoryIds.map((id) => ({ tag: 'category', attrs: { id } })),
					),
				]
			: []),
		...(hours ? [writeHours(hours)] : []),
	];
}

/** A closed day is left out. That no days at all take the hours away is a guess. */
function writeHours({ timezone, days }: NonNullable<BusinessEdit['hours']>): BinaryNode {
	const wireDay = (day: Weekday) => day.slice(0, 3);
	return {
		tag: 'business_hours',
		attrs: days.length > 0 ? { timezone } : {},
		content: days.map((one) => ({
			tag: 'business_hours_config',
			attrs:
				one.mode === 'specificHours'
					? {
							...{ day_of_week: wireDay(one.day), mode: 'specific_hours' },
							open_time: String(minutesOf(one.opens)),
							close_time: String(minutesOf(one.closes)),
						}
					: {
							day_of_week: wireDay(one.day),
							mode: one.mode === 'open24Hours' ? 'open_24h' : 'appointment_only',
						},
		})),
	};
}

function node(tag: string, content?: BinaryNode['content']): BinaryNode {
	return { tag, attrs: {}, content };
}
