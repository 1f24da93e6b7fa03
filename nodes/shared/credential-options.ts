import { type AccountSettings, EngineError } from '../../engine/gateway/contract';
import { asText } from './parameters';

/** What is under Options of the credential; each is there only where it was added. */
export function credentialOptions(value: unknown): Pick<AccountSettings, 'deviceName'> {
	const { device } = entriesIn(value);
	return { ...(device && deviceName(device.name)) };
}

type Entry = Readonly<Record<string, unknown>>;

/** Whoever makes a credential by n8n's API may leave out what is empty. */
function entriesIn(value: unknown): Readonly<Record<string, Entry | undefined>> {
	return typeof value === 'object' && value !== null ? (value as Record<string, Entry>) : {};
}

/** Far longer than what phones show of it. */
const MAX_NAME = 50;

function deviceName(value: unknown): Pick<AccountSettings, 'deviceName'> {
	const name = asText(value).trim();
	if (name === '') return {};
	if ([...name].length <= MAX_NAME) return { deviceName: name };
	throw new EngineError(
		'INVALID_SETTING',
		`The name of the linked device has ${[...name].length} characters.`,
		`Open the WhatsApp Linked API credential and use up to ${MAX_NAME} under Options > Linked Device.`,
	);
}
