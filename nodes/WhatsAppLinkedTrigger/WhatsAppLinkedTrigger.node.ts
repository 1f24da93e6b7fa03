import type {
	INodeType,
	INodeTypeDescription,
	ITriggerFunctions,
	ITriggerResponse,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { searchChats, searchSenders } from '../shared/chat-list';
import { whatsAppLinkedApiTest } from '../shared/credential-test';
import { maxSizeOption } from '../shared/download';
import { inOrder } from '../shared/fields';
import { searchLabels } from '../shared/label-list';
import { eventsWith } from './events';
import { FILTERS } from './filters';
import {
	chatTypeOptions,
	DEFAULT_CHATS,
	DEFAULT_SENT_CALLBACK,
	eventOptions,
	messageTypeOptions,
	outputFormatOptions,
	sentCallbackOptions,
	subtitle,
} from './options';
import { startTrigger } from './trigger';

const filterOptions = Object.entries(FILTERS).map(([name, { property }]) => ({
	...property,
	name,
	displayOptions: { show: { '/events': eventsWith(name as keyof typeof FILTERS) } },
}));

export class WhatsAppLinkedTrigger implements INodeType {
	// Written out here, not imported: n8n's lint rules read it from the source.
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Linked Trigger',
		name: 'whatsAppLinkedTrigger',
		icon: {
			light: 'file:../shared/icons/whatsAppLinked.svg',
			dark: 'file:../shared/icons/whatsAppLinked.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle,
		// n8n shows both nodes as one, with this description.
		description:
			'Send and receive WhatsApp messages with your own number: starts the workflow when one comes in, is delivered, is read, or fails',
		eventTriggerDescription: 'Waiting for WhatsApp: send or read a message now',
		activationMessage: 'Your workflow now starts on the WhatsApp events you chose.',
		defaults: { name: 'WhatsApp Linked Trigger' },
		triggerPanel: {
			header: 'Listen for WhatsApp events',
			executionsHelp: {
				inactive:
					"<b>While building your workflow</b>, click 'Execute step', then send a WhatsApp message to your number (or do whatever you chose under Events). The event shows up in this editor.<br /> <br /><b>Once you're happy with your workflow</b>, publish it. Then it starts by itself on every event. Those executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
				active:
					"<b>While building your workflow</b>, click 'Execute step', then send a WhatsApp message to your number (or do whatever you chose under Events). The event shows up in this editor.<br /> <br /><b>Your workflow also starts by itself</b> on every event, since it is published. Those executions show up in the <a data-key='executions'>executions list</a>, but not in the editor.",
			},
			activationHint:
				"Once you've finished building your workflow, publish it to have it start on every event, even on those that happen while n8n restarts.",
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'whatsAppLinkedApi', required: true, testedBy: 'whatsAppLinkedApiTest' }],
		properties: [
			{
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				options: eventOptions,
				default: ['message.incoming'],
				required: true,
				description: 'What starts the workflow',
			},
			{
				displayName: 'Chats',
				name: 'chats',
				type: 'multiOptions',
				options: chatTypeOptions,
				default: [...DEFAULT_CHATS],
				required: true,
				displayOptions: { show: { events: eventsWith('chatTypes') } },
				description:
					'Which chats the events of messages may come from. A workflow that answers should not answer every group and status: that gets numbers banned.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: inOrder([
					{
						displayName: 'Download Media',
						name: 'downloadMedia',
						type: 'boolean',
						default: true,
						description:
							'Whether to put images, videos, audio, documents and stickers out as a file, in the binary field data. A message whose file cannot be downloaded comes without it and says why.',
					},
					{
						...maxSizeOption,
						description: 'For Download Media: messages with larger files come without the file',
					},
					{
						displayName: 'Message Sent Comes As',
						name: 'messageSentAs',
						type: 'options',
						options: sentCallbackOptions,
						default: DEFAULT_SENT_CALLBACK,
						displayOptions: { show: { '/events': ['message.sent'], format: ['zapi'] } },
						description: 'Which of the two webhooks in which Z-API tells that a message was sent',
					},
					{
						displayName: 'Message Types',
						name: 'messageTypes',
						type: 'multiOptions',
						options: messageTypeOptions,
						default: ['text'],
						displayOptions: { show: { '/events': eventsWith('messageTypes') } },
						description:
							'Which kinds of messages start the workflow, of those that came in, were sent from the phone, or were edited. Without this option, all of them.',
					},
					{
						displayName: 'Output Format',
						name: 'format',
						type: 'options',
						options: outputFormatOptions,
						default: 'simplified',
						description: 'The shape of what comes out',
					},
					...filterOptions,
				]),
			},
		],
	};

	methods = {
		credentialTest: { whatsAppLinkedApiTest },
		listSearch: { searchChats, searchLabels, searchSenders },
	};

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await startTrigger(this);
	}
}
