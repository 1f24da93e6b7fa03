import type { Account } from '../../account/account';
import {
	EngineError,
	type Commands,
	type PrivacyChoices,
	type PrivacySetting,
} from '../../gateway/contract';
import { afterSome } from '../after-some';
import { callOf, online } from '../online';

/** In the order in which they are set, and what each is about. */
const SETTINGS: Readonly<Record<PrivacySetting, string>> = {
	lastSeen: 'who sees when the number was online last',
	picture: 'who sees the profile picture',
	about: 'who sees the about text',
	online: 'who sees that the number is online',
	groupAdd: 'who may add the number to groups',
	calls: 'whose calls ring',
	messages: 'who may write to the number',
	readReceipts: 'whether others are told that their messages were read',
};
const GAP_MS = 300;

export async function get(account: Account): Promise<Commands['privacy.get']['output']> {
	const call = callOf('privacy.get', { gapMs: GAP_MS });
	const [settings, defaultDisappearingSeconds] = await online(account, call, ({ privacy }) =>
		Promise.all([privacy.get(), privacy.defaultDisappearing()]),
	);
	return { ...settings, defaultDisappearingSeconds };
}

/** Sets only what differs. What was set before WhatsApp refused one stays: the error says what that was. */
export async function set(
	account: Account,
	wanted: Commands['privacy.set']['input'],
): Promise<Commands['privacy.set']['output']> {
	const names = (Object.keys(SETTINGS) as PrivacySetting[]).filter(
		(name) => wanted[name] !== undefined,
	);
	if (names.length === 0) throw NOTHING_TO_SET;
	const { defaultDisappearingSeconds: _, ...settings } = await get(account);
	const missing = names.find((name) => settings[name] === null);
	if (missing) throw noSuchSetting(missing);
	const changed: PrivacySetting[] = [];
	for (const name of names) {
		if (settings[name] === wanted[name]) continue;
		try {
			await setOne(account, name, wanted[name] as never);
		} catch (error) {
			throw afterSome(
				error,
				changed.map((done) => SETTINGS[done]),
			);
		}
		Object.assign(settings, { [name]: wanted[name] });
		changed.push(name);
	}
	return { ...settings, changed };
}

async function setOne<Name extends PrivacySetting>(
	account: Account,
	name: Name,
	value: PrivacyChoices[Name],
): Promise<void> {
	const call = callOf('privacy.set', {
		gapMs: GAP_MS,
		refusal: (code) => (code < 500 ? noSuchValue(name, value, code) : undefined),
	});
	await online(account, call, ({ privacy }) => privacy.set(name, value));
}

const NOTHING_TO_SET = new EngineError(
	'INVALID_SETTING',
	'No privacy setting is given.',
	'Add at least one under Options.',
);

function noSuchSetting(name: PrivacySetting): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`WhatsApp does not have this setting for the linked number: ${SETTINGS[name]}. Nothing was changed.`,
		'Take the setting out of the options. Which ones there are depends on the account and its region: the phone shows them under Settings > Privacy.',
	);
}

function noSuchValue(name: PrivacySetting, value: unknown, code: number): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`WhatsApp does not take "${String(value)}" for the linked number as to ${SETTINGS[name]}. (WhatsApp error ${code})`,
		'Choose another value. Which ones there are depends on the account and its region: the phone shows them under Settings > Privacy.',
	);
}
