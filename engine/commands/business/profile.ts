import type { Account } from '../../account/account';
import { jidOfPhone } from '../../content/jid';
import { EngineError, type BusinessProfile, type Commands } from '../../gateway/contract';
import { findPerson } from '../find-person';
import { callOf, online } from '../online';
import { requireBusiness } from '../require-business';

const GAP_MS = 500;

export async function getProfile(
	account: Account,
	{ contact }: Commands['business.getProfile']['input'],
): Promise<BusinessProfile> {
	if (contact === null || contact.trim() === '') {
		requireBusiness(account, 'A business profile');
		return await ownProfile(account);
	}
	const { jid, phone, lid } = await findPerson(account, contact);
	const found = await ask(account, phone === null ? jid : jidOfPhone(phone));
	if (!found) throw noBusiness(contact);
	return { phone, lid, ...found };
}

/** Of the linked number, which is a business. */
export async function ownProfile(account: Account): Promise<BusinessProfile> {
	const phone = account.ownPhone();
	const jid = jidOfPhone(phone ?? '');
	const found = await ask(account, jid);
	if (!found) throw NOT_TOLD;
	return { phone, lid: account.addresses(jid).lid, ...found };
}

async function ask(account: Account, jid: string) {
	const call = callOf('business.getProfile', {
		gapMs: GAP_MS,
		refusal: (code) => (code === 404 ? noBusiness(jid.replace(/@.*/, '')) : undefined),
	});
	return await online(account, call, ({ businesses }) => businesses.profile(jid));
}

function noBusiness(contact: string): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`${contact.slice(0, 60)} has no business profile: only numbers with WhatsApp Business have one.`,
		'Use Contact > Get for what others show of themselves.',
	);
}

const NOT_TOLD = new EngineError(
	'REJECTED',
	'WhatsApp tells nothing of the business profile of the linked number.',
	'Open WhatsApp Business on the phone and set the profile up there, then try again.',
);
