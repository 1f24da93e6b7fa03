import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { whatsAppLinkedApiTest } from '../shared/credential-test';
import {
	searchChannels,
	searchChats,
	searchCommunities,
	searchFollowedChannels,
	searchGroups,
	searchSenders,
} from '../shared/chat-list';
import { searchLabels } from '../shared/label-list';
import { properties, subtitle } from './actions';
import { resumeWithServer } from '../shared/resume';
import { router } from './actions/router';
import { resumeAnswered } from './resume-answered';

resumeWithServer();

/** Send and Wait has two: n8n knows the parameter alone. */
const outputs =
	'={{ $parameter.operation === "sendAndWait" ? [{ type: "main", displayName: "Answered" }, { type: "main", displayName: "No Answer" }] : [{ type: "main" }] }}' as const;

/** Where the engine tells n8n that an answer is there. n8n signs the URL, and registers nothing when the workflow is published. */
const webhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
	},
];

export class WhatsAppLinked implements INodeType {
	// Written out here, not imported: n8n's lint rules read it from the source.
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Linked',
		name: 'whatsAppLinked',
		icon: {
			light: 'file:../shared/icons/whatsAppLinked.svg',
			dark: 'file:../shared/icons/whatsAppLinked.dark.svg',
		},
		group: ['output'],
		version: 1,
		subtitle,
		description:
			'Send WhatsApp messages of every kind from your own linked number, and receive what comes in',
		defaults: { name: 'WhatsApp Linked' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs,
		webhooks,
		credentials: [{ name: 'whatsAppLinkedApi', required: true, testedBy: 'whatsAppLinkedApiTest' }],
		properties: [...properties],
	};

	methods = {
		credentialTest: { whatsAppLinkedApiTest },
		listSearch: {
			searchChannels,
			searchChats,
			searchCommunities,
			searchFollowedChannels,
			searchGroups,
			searchLabels,
			searchSenders,
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await resumeAnswered(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
