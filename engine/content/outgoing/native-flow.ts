import type { proto } from '@whiskeysockets/baileys';
import type { Button } from '../../gateway/contract';
import { parsePhone } from '../jid';
import {
	checkDifferent,
	checkPhone,
	checkWebAddress,
	checkWords,
	invalid,
	MAX_LABEL,
} from './checks';

type NativeFlow = proto.Message.InteractiveMessage.INativeFlowMessage;

const MAX_BUTTONS = 10;

/** `where`: what the buttons belong to, in a sentence. Error: INVALID_CONTENT. */
export function checkButtons(buttons: readonly Button[], where: string): void {
	if (buttons.length === 0) throw invalid(`${where} has no buttons.`, 'Add a button.');
	if (buttons.length > MAX_BUTTONS) {
		throw invalid(
			`${where} has ${buttons.length} buttons; at most ${MAX_BUTTONS} are allowed.`,
			'Remove buttons.',
		);
	}
	buttons.forEach(checkButton);
	const ids = buttons.flatMap((button) => (button.type === 'reply' ? [button.id] : []));
	checkDifferent(ids, (id) =>
		invalid(
			`Two reply buttons have the ID "${id}".`,
			'Give each an ID of its own: it tells which one was pressed.',
		),
	);
}

function checkButton(button: Button): void {
	checkWords('The label of a button', button.text, MAX_LABEL);
	switch (button.type) {
		case 'reply':
			return checkWords('The ID of a reply button', button.id, MAX_LABEL);
		case 'url':
			return checkWebAddress(button.url);
		case 'copy':
			return checkWords('The code of a copy button', button.code, MAX_LABEL);
		case 'call':
			return checkPhone(button.phone, 'button');
		default:
			throw invalid(
				`"${String((button as { type: unknown }).type)}" is not a type of button.`,
				'Use reply, url, call or copy.',
			);
	}
}

/** Buttons in the form that WhatsApp's apps still draw. Names and parameters as evolution-api and waha send them. */
export function nativeFlow(buttons: readonly Button[]): NativeFlow {
	return {
		buttons: buttons.map((button) => {
			const { name, params } = flowOf(button);
			return {
				name,
				buttonParamsJson: JSON.stringify({ display_text: button.text, ...params }),
			};
		}),
		messageVersion: 1,
	};
}

function flowOf(button: Button): { name: string; params: Record<string, string> } {
	switch (button.type) {
		case 'reply':
			return { name: 'quick_reply', params: { id: button.id } };
		case 'url':
			return { name: 'cta_url', params: { url: button.url, merchant_url: button.url } };
		case 'call':
			return { name: 'cta_call', params: { phone_number: `+${parsePhone(button.phone)}` } };
		case 'copy':
			return { name: 'cta_copy', params: { copy_code: button.code } };
	}
}
