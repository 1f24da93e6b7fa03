import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import { type KnownMessage, quotationOf } from './known-message';

const { Type } = proto.Message.ButtonsResponseMessage;
const { ListType } = proto.Message.ListResponseMessage;

/** Something one can press or choose. */
interface Choice {
	readonly id: string;
	readonly label: string;
}

/**
 * The answer of somebody who presses a button. Each of the three kinds of buttons there are in WhatsApp has its own.
 * @param label what the button says; by default what it does say
 */
export function buttonAnswer(target: KnownMessage, id: string, label?: string): proto.IMessage {
	const content = normalizeMessageContent(target.message) ?? {};
	const contextInfo = quotationOf(target);
	const { buttonsMessage, templateMessage, interactiveMessage } = content;
	if (buttonsMessage) {
		const { chosen } = choose(plainButtons(buttonsMessage), id, target);
		return {
			buttonsResponseMessage: {
				selectedButtonId: id,
				selectedDisplayText: label ?? chosen.label,
				type: Type.DISPLAY_TEXT,
				contextInfo,
			},
		};
	}
	if (templateMessage) {
		const { chosen, index } = choose(templateButtons(templateMessage), id, target);
		return {
			templateButtonReplyMessage: {
				selectedId: id,
				selectedDisplayText: label ?? chosen.label,
				selectedIndex: index,
				contextInfo,
			},
		};
	}
	if (interactiveMessage) {
		const { chosen } = choose(quickReplies(interactiveMessage), id, target);
		return {
			interactiveResponseMessage: {
				body: { text: label ?? chosen.label },
				nativeFlowResponseMessage: {
					name: 'quick_reply',
					paramsJson: JSON.stringify({ id }),
					version: 3,
				},
				contextInfo,
			},
		};
	}
	throw new Error(`Message ${target.id} has no buttons`);
}

/** The answer of somebody who chooses from a list. */
export function rowAnswer(target: KnownMessage, id: string, title?: string): proto.IMessage {
	const list = normalizeMessageContent(target.message)?.listMessage;
	if (!list) throw new Error(`Message ${target.id} has no list`);
	const rows = (list.sections ?? []).flatMap(({ rows: inSection }) => inSection ?? []);
	const choices = rows.map((row) => ({ id: row.rowId ?? '', label: row.title ?? '' }));
	const { chosen, index } = choose(choices, id, target);
	return {
		listResponseMessage: {
			title: title ?? chosen.label,
			description: rows[index]?.description,
			listType: ListType.SINGLE_SELECT,
			singleSelectReply: { selectedRowId: id },
			contextInfo: quotationOf(target),
		},
	};
}

function choose(
	choices: readonly Choice[],
	id: string,
	target: KnownMessage,
): { chosen: Choice; index: number } {
	const index = choices.findIndex((choice) => choice.id === id);
	const chosen = choices[index];
	if (!chosen) throw new Error(`Message ${target.id} offers no ${id}`);
	return { chosen, index };
}

function plainButtons({ buttons }: proto.Message.IButtonsMessage): Choice[] {
	return (buttons ?? []).map(({ buttonId, buttonText }) => ({
		id: buttonId ?? '',
		label: buttonText?.displayText ?? '',
	}));
}

function templateButtons(template: proto.Message.ITemplateMessage): Choice[] {
	const { hydratedTemplate, hydratedFourRowTemplate } = template;
	const buttons = (hydratedTemplate ?? hydratedFourRowTemplate)?.hydratedButtons ?? [];
	return buttons.map(({ quickReplyButton }) => ({
		id: quickReplyButton?.id ?? '',
		label: quickReplyButton?.displayText ?? '',
	}));
}

/** Those of the message and, in a carousel, those of its cards. */
function quickReplies(interactive: proto.Message.IInteractiveMessage): Choice[] {
	const cards = interactive.carouselMessage?.cards ?? [];
	const own = (interactive.nativeFlowMessage?.buttons ?? [])
		.filter(({ name }) => name === 'quick_reply')
		.map(({ buttonParamsJson }) => {
			const { id = '', display_text: label = '' } = JSON.parse(buttonParamsJson ?? '{}') as {
				id?: string;
				display_text?: string;
			};
			return { id, label };
		});
	return [...own, ...cards.flatMap(quickReplies)];
}
