import type { Account } from '../../account/account';
import { checkHours, checkTimezone } from '../../content/opening-hours';
import {
	EngineError,
	type BusinessChanges,
	type BusinessProfile,
	type OpeningHours,
} from '../../gateway/contract';
import type { BusinessEdit } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { requireBusiness } from '../require-business';
import { requireLength } from '../require-length';
import { categoryIds, unknownCategory } from './categories';
import { ownProfile } from './profile';

const GAP_MS = 1_000;
/** WhatsApp Business' own limits. */
const MAX_DESCRIPTION = 512;
const MAX_ADDRESS = 256;
const MAX_EMAIL = 128;
const MAX_WEBSITE = 256;
const MAX_WEBSITES = 2;

export async function updateProfile(
	account: Account,
	changes: BusinessChanges,
): Promise<BusinessProfile> {
	requireBusiness(account, 'Changes of the business profile');
	const edit = await editOf(account, changes);
	if (Object.keys(edit).length === 0) throw NOTHING;
	const { categoryIds: ids } = edit;
	const call = callOf('business.updateProfile', {
		gapMs: GAP_MS,
		refusal: (code) => (ids && NOT_ACCEPTED.has(code) ? unknownCategory(ids) : undefined),
	});
	// Apart from the rest, so that a refusal says which of both it is about; and before it, so that nothing was changed then.
	if (ids) await online(account, call, ({ businesses }) => businesses.edit({ categoryIds: ids }));
	const { categoryIds: _, ...others } = edit;
	if (Object.keys(others).length > 0) {
		const other = callOf('business.updateProfile', { gapMs: GAP_MS });
		await online(account, other, ({ businesses }) => businesses.edit(others));
	}
	return await ownProfile(account);
}

/** What WhatsApp says of what is not good: which of both for categories is a guess. */
const NOT_ACCEPTED: ReadonlySet<number> = new Set([400, 404, 406]);

/** Error: INVALID_CONTENT. All is looked at before anything is changed. */
async function editOf(account: Account, changes: BusinessChanges): Promise<BusinessEdit> {
	const { description, email, address, websites, categories, hours, timezone } = changes;
	return {
		...(description !== undefined && {
			description: checked('The description', description, MAX_DESCRIPTION),
		}),
		...(email !== undefined && { email: checkedEmail(email) }),
		...(address !== undefined && { address: checked('The address', address, MAX_ADDRESS) }),
		...(websites && { websites: checkedWebsites(websites) }),
		...(hours && { hours: await checkedHours(account, hours, timezone) }),
		...(!hours && timezone !== undefined && { hours: await inTimezone(account, timezone) }),
		...(categories && { categoryIds: await categoryIds(account, categories) }),
	};
}

function checked(what: string, given: string, most: number): string {
	const text = given.trim();
	requireLength(what, text, 0, most);
	return text;
}

function checkedEmail(given: string): string {
	const email = checked('The email address', given, MAX_EMAIL);
	if (email === '' || /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email)) return email;
	throw new EngineError(
		'INVALID_CONTENT',
		`"${email.slice(0, 60)}" is no email address.`,
		'Write it as in hello@example.com, or leave it empty to take the present one away.',
	);
}

function checkedWebsites(given: readonly string[]): string[] {
	const websites = given.map((one) => one.trim()).filter(Boolean);
	if (websites.length > MAX_WEBSITES) {
		throw new EngineError(
			'INVALID_CONTENT',
			`${websites.length} websites are too many.`,
			`A business has up to ${MAX_WEBSITES} websites.`,
		);
	}
	return websites.map((one) => {
		const address = /^[a-z][a-z\d+.-]*:/i.test(one) ? one : `https://${one}`;
		requireLength('The address of the website', address, 1, MAX_WEBSITE);
		if (URL.canParse(address) && /^https?:\/\/[^/]+\.[^/]+/i.test(address)) return address;
		throw new EngineError(
			'INVALID_CONTENT',
			`"${one.slice(0, 60)}" is no address of a website.`,
			'Use an address that starts with https:// or http://.',
		);
	});
}

async function checkedHours(
	account: Account,
	days: OpeningHours[],
	timezone: string | undefined,
): Promise<NonNullable<BusinessEdit['hours']>> {
	checkHours(days);
	if (days.length === 0) return { timezone: '', days };
	const zone = timezone ?? (await presentTimezone(account));
	checkTimezone(zone);
	return { timezone: zone, days };
}

async function presentTimezone(account: Account): Promise<string> {
	const { hours } = await ownProfile(account);
	if (hours?.timezone) return hours.timezone;
	throw new EngineError(
		'INVALID_CONTENT',
		'It is not said which time zone the opening hours are in.',
		'Add Time Zone, for example America/Sao_Paulo.',
	);
}

async function inTimezone(
	account: Account,
	timezone: string,
): Promise<NonNullable<BusinessEdit['hours']>> {
	checkTimezone(timezone);
	const { hours } = await ownProfile(account);
	if (hours) return { timezone, days: hours.days };
	throw new EngineError(
		'INVALID_CONTENT',
		'The business has no opening hours that could be in another time zone.',
		'Add Opening Hours, too.',
	);
}

const NOTHING = new EngineError(
	'INVALID_CONTENT',
	'It is not said what is to be changed.',
	'Add what is to be changed under Options.',
);
