import { createHash } from 'node:crypto';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { WAIT_INDEFINITELY } from 'n8n-workflow';

import type { Asking } from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import {
	field,
	itemAt,
	optionalChoice,
	optionalText,
	recipient,
	text,
	together,
	toggle,
} from '../../../shared/fields';
import { addressIn } from '../../../shared/address';
import { numberBetween } from '../../../shared/numbers';
import { originOf } from '../../../shared/origin';
import { resumeUrl } from '../../../shared/resume-url';
import { operationOf } from '../define-operation';
import type { NodeRun, OperationCall, Outcome } from '../operation';
import { approvalWords } from './ask/approval';
import type { Asked } from './ask/asked';
import { limitWaitTime } from './ask/limit';
import type { AskContext } from './ask/outputs';
import { askedOf, responseType } from './ask/response-type';
import { queue, queued, requireGood, settingsOf } from './send';
import { answerOptions, type SendOptions } from './send-options';

/** n8n goes on by itself so long after the engine should have told it to: the credential may have been deleted. */
const N8N_WAITS_LONGER_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
const LONGEST_REMINDER_MINUTES = 60 * 24 * 30;

const { typing, replyTo, replyReference, disappearAfter } = answerOptions('Typing');

const REMIND_AFTER = 'Reminder After';

const options = together(
	{},
	{
		...approvalWords,
		answeredBy: optionalText({
			displayName: 'Answered By',
			placeholder: 'e.g. +55 11 90000-0001',
			description:
				'In a group: the only person whose answer counts, by phone number or ID. Without it anyone answers.',
		}),
		goOn: optionalChoice({
			displayName: 'Go On',
			options: [
				{
					name: 'At the First Answer',
					value: 'first',
					description: 'As soon as one person has answered; the others are put out as not answered',
				},
				{ name: 'When All Have Answered', value: 'all', description: 'One item for each question' },
			],
			default: 'first',
			description:
				'When the workflow goes on, where several items ask. Without this option, when all have answered or the time is over.',
		}),
		reactions: toggle({
			displayName: 'Reaction Is an Answer',
			default: true,
			description:
				'Whether an emoji that is put on the question counts as an answer: 👍 and ✅ approve, 👎 and ❌ decline, or it is one of the words that count, or the text of what may be anything',
		}),
		reminder: optionalText({
			displayName: 'Reminder',
			placeholder: 'e.g. May I have your answer?',
			description: 'What is sent once when no answer has come for a while',
		}),
		reminderAfter: field(
			{
				displayName: `${REMIND_AFTER} (Minutes)`,
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 60,
				description: 'How long after the question the reminder is sent',
			},
			(value) => value,
		),
		...{ typing, replyTo, replyReference, disappearAfter },
	},
);

type Options = ReturnType<typeof options.read>;

export const sendAndWait = operationOf({
	option: {
		name: 'Send and Wait for Response',
		action: 'Send message and wait for response',
		description:
			'Ask somebody in a chat, and go on with the answer when it comes: an approval, a choice, a form, or any message',
	},
	fields: {
		to: recipient,
		message: text({
			displayName: 'Message',
			typeOptions: { rows: 3 },
			required: true,
			placeholder: 'e.g. May we deliver tomorrow morning?',
			description: 'What is asked',
		}),
		responseType,
		limitWaitTime,
		sent: options,
	},
	async execute({ to, message, responseType: response, limitWaitTime: deadline, sent }, call) {
		if (call.functions.isToolExecution()) throw NOT_AS_TOOL;
		// What is wrong with it is to be known before anybody is asked.
		deadline?.(Date.now());
		const asked = askedOf(message, response, sent);
		return await ask(call, to, asked, sent);
	},
	conclude: waitForAnswers,
});

/** What is set of its sending. */
function settingsAmong({
	typing: shown,
	replyTo: answered,
	replyReference: its,
	disappearAfter: after,
}: Options): SendOptions {
	const none = { customId: '', delayAfter: undefined, expiresAfter: undefined, sendAt: undefined };
	const place = { campaign: undefined, priority: undefined };
	const notAwaited = { waitFor: undefined, waitTimeout: undefined };
	const all = { ...none, ...place, ...notAwaited };
	return { ...all, typing: shown, replyTo: answered, replyReference: its, disappearAfter: after };
}

async function ask(
	call: OperationCall,
	to: string,
	{ lead, content, first, next }: Asked,
	sent: Options,
): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const { answeredBy, reactions = false } = sent;
	const asks: Asking = {
		...{ execution: executionOf(functions), item: itemIndex, first, next, reactions },
		...(answeredBy && { by: addressIn(answeredBy) }),
		...reminderOf(sent),
	};
	const { replyTo: answered, ...settings } = settingsOf(call, { to }, settingsAmong(sent));
	if (lead !== undefined) {
		const { record } = await queue(
			call.request,
			{ ...settings, replyTo: answered },
			{ type: 'text', text: lead },
		);
		requireGood(record);
	}
	const { record } = await queue(
		call.request,
		{ ...settings, ...(lead === undefined ? { replyTo: answered } : { part: 2 }), asks },
		content,
	);
	requireGood(record);
	return { output: [{ json: queued(record) }] };
}

function reminderOf({ reminder, reminderAfter = 60 }: Options): Pick<Asking, 'reminder'> {
	if (!reminder) return {};
	const minutes = numberBetween(REMIND_AFTER, reminderAfter, {
		...{ unit: 'minutes', min: 1, max: LONGEST_REMINDER_MINUTES },
	});
	return { reminder: { text: reminder, afterMs: minutes * MINUTE_MS } };
}

/** What the engine knows this run of the node by, also when n8n tries it again. */
function executionOf(functions: IExecuteFunctions): string {
	const origin = JSON.stringify(originOf(functions, 0));
	return createHash('sha256').update(origin).digest('base64url').slice(0, 32);
}

/** When everybody is asked: n8n stores the execution, and the engine resumes it. What is said of the whole run is that of its first item. */
async function waitForAnswers({
	functions,
	request,
	results,
}: NodeRun): Promise<INodeExecutionData[][]> {
	const asked = results.filter(({ isFailed }) => !isFailed);
	const failures = results.filter(({ isFailed }) => isFailed).flatMap(({ output }) => output);
	if (asked.length === 0) return [failures];
	const first = itemAt({ functions, itemIndex: 0 });
	const deadline = limitWaitTime.read(first, 'limitWaitTime')?.(Date.now());
	const execution = executionOf(functions);
	await request('question.wait', {
		execution,
		resumeUrl: resumeUrl(functions, { execution }),
		...(deadline !== undefined && { until: new Date(deadline).toISOString() }),
		items: asked.length,
		atFirst: options.read(first, 'sent').goOn === 'first',
		context: {
			type: responseType.read(first, 'responseType').choice,
			inputs: inputsOf(functions),
			failures: failures.map(({ json, pairedItem }) => ({ json, pairedItem })),
		} satisfies AskContext,
	});
	await functions.putExecutionToWait(
		deadline === undefined ? WAIT_INDEFINITELY : new Date(deadline + N8N_WAITS_LONGER_MS),
	);
	return [functions.getInputData()];
}

/** Far more than what is said of somebody; what is larger than that is found where it came from. */
const MAX_INPUT = 64 * 1024;

function inputsOf(functions: IExecuteFunctions): AskContext['inputs'] {
	const inputs = functions.getInputData().map(({ json }, index) => [index, json] as const);
	return Object.fromEntries(inputs.filter(([, json]) => JSON.stringify(json).length <= MAX_INPUT));
}

const NOT_AS_TOOL = new EngineError(
	'INVALID_SETTING',
	'A tool cannot wait for an answer.',
	'To let a person approve what an agent does, put the human review of WhatsApp Linked between agent and tool. To ask somebody, let the agent call a workflow that has Send and Wait for Response.',
);
