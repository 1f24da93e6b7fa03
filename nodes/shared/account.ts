import type { FunctionsBase, ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { AccountRef, AccountSettings } from '../../engine/gateway/contract';
import { EngineError } from '../../engine/gateway/contract';
import { credentialOptions } from './credential-options';
import { milliseconds, numberBetween } from './numbers';
import { readProxy } from './proxy';

export const CREDENTIAL = 'whatsAppLinkedApi';

const LONGEST_PAUSE_SECONDS = 3600;
const LONGEST_KEPT_HOURS = 24 * 30;
const MAX_GIGABYTES = 1_000;

/**
 * The account is the credential: its id names it, its fields are its settings. A node knows the id only through its
 * own reference to the credential (`getCredentials` returns the fields alone).
 */
export async function accountOf(
	context: Pick<FunctionsBase, 'getNode' | 'getCredentials'>,
): Promise<AccountRef> {
	const data = await context.getCredentials(CREDENTIAL);
	return accountFrom(context.getNode().credentials?.[CREDENTIAL]?.id, data);
}

export function accountFrom(
	id: string | null | undefined,
	data: ICredentialDataDecryptedObject,
): AccountRef {
	if (!id) {
		throw new EngineError(
			'INVALID_SETTING',
			'This WhatsApp Linked API credential has not been saved yet.',
			'Open the credential, save it, and select it again in the node.',
		);
	}
	return { id, settings: accountSettings(data) };
}

export function accountSettings(data: ICredentialDataDecryptedObject): AccountSettings {
	const minGapMs = milliseconds('Shortest Pause Between Messages', data.minPause ?? 1, {
		max: LONGEST_PAUSE_SECONDS,
	});
	const maxGapMs = milliseconds('Longest Pause Between Messages', data.maxPause ?? 3, {
		max: LONGEST_PAUSE_SECONDS,
	});
	if (maxGapMs < minGapMs) {
		throw new EngineError(
			'INVALID_SETTING',
			'The longest pause between messages is shorter than the shortest one.',
			'Open the WhatsApp Linked API credential and make the longest pause the larger number.',
		);
	}
	const proxy = readProxy(data.proxy);
	return {
		phone: String(data.phone ?? '').trim(),
		minGapMs,
		maxGapMs,
		keepContentHours: numberBetween('Keep Content For', data.keepContentHours ?? 24, {
			unit: 'hours',
			min: 0,
			max: LONGEST_KEPT_HOURS,
		}),
		...(data.downloadGigabytes !== undefined && {
			downloadGigabytes: numberBetween('Download at Most', data.downloadGigabytes, {
				unit: 'gigabytes',
				min: 0,
				max: MAX_GIGABYTES,
			}),
		}),
		...(data.stayConnected === false && { stayConnected: false }),
		...(proxy && { proxy }),
		...credentialOptions(data.options),
	};
}
