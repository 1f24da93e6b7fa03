import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
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

resumeWithServer();

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
		outputs: [NodeConnectionTypes.Main],
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

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await router.call(this);
	}
}
