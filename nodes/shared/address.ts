import { isResourceLocatorValue } from 'n8n-workflow';

import { EngineError } from '../../engine/gateway/contract';
import { asList, asText } from './parameters';

/**
 * Whom a field names: a phone number, a chat ID, or what the trigger puts out of a chat or a person, dragged into the field
 * as a whole, as an object or as its JSON. Which texts are addresses the engine knows. Error: INVALID_RECIPIENT.
 */
export function addressIn(value: unknown): string {
	const given = unwrapped(value);
	if (typeof given !== 'object' || given === null || 'toJSON' in given) return plainText(given);
	const { id, chat, phone, lid } = given as Record<string, unknown>;
	// The ID of an account is that of its credential.
	const found = isChatId(id) ? id : (chat ?? phone ?? lid);
	if (found === undefined || found === null || found === '') throw namesNobody(given);
	return addressIn(found);
}

/** Several, separated by commas or in a list. */
export function addressesIn(value: unknown): string[] {
	const given = parsed(value);
	const entries = typeof given === 'object' && given !== null ? [given].flat() : asList(given);
	return entries.map(addressIn).filter((address) => address !== '');
}

/** What an expression yielded, without what n8n puts around it. */
export function unwrapped(value: unknown): unknown {
	// n8n leaves locators as they are inside of collections.
	const given = parsed(isResourceLocatorValue(value) ? value.value : value);
	return Array.isArray(given) && given.length === 1 ? given[0] : given;
}

/** An object that an expression has put into a text arrives as its JSON. */
function parsed(value: unknown): unknown {
	if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return value;
	}
}

function plainText(value: unknown): string {
	const text = asText(value).trim();
	if (!text.includes('[object ')) return text;
	throw new EngineError(
		'INVALID_RECIPIENT',
		`The recipient is "${text.slice(0, 60)}": JavaScript's words for an object that was put into a text.`,
		'Take everything but the expression out of the field, or use one field of the object, for example {{ $json.chat.id }} or {{ $json.from.phone }}.',
	);
}

function isChatId(value: unknown): value is string {
	return typeof value === 'string' && (value.includes('@') || value.endsWith('-group'));
}

function namesNobody(value: object): EngineError {
	return new EngineError(
		'INVALID_RECIPIENT',
		`The recipient is an object that has no chat ID and no phone number: ${JSON.stringify(value).slice(0, 60)}`,
		'Use a phone number or a chat ID, or the field chat or from of WhatsApp Linked Trigger.',
	);
}
