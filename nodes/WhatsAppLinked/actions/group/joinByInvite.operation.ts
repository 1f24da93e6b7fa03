import type { IDataObject } from 'n8n-workflow';

import { choice, shownWith } from '../../../shared/fields';
import { operationOf } from '../define-operation';
import { messageId, reference } from '../message/fields';
import { inviteLink } from './fields';

export const joinByInvite = operationOf({
	option: {
		name: 'Join by Invite',
		action: 'Join group by invite',
		description:
			'Take the linked number into a group by an invite link, or by an invite that came as a message. Where an admin must approve, the status is requested.',
	},
	fields: {
		inviteType: choice({
			displayName: 'Invite',
			options: [
				{ name: 'Link', value: 'link', description: 'A link that everybody can use' },
				{
					name: 'Message',
					value: 'message',
					description: 'A message of an admin that invites the linked number alone',
				},
			],
			default: 'link',
			description: 'How the number was invited',
		}),
		invite: shownWith({ inviteType: ['link'] }, inviteLink),
		messageId: shownWith(
			{ inviteType: ['message'] },
			messageId('The ID of the message with the invite'),
		),
		reference: shownWith({ inviteType: ['message'] }, reference()),
	},
	async execute({ inviteType, invite, messageId: id, reference: original }, { request }) {
		const target = { messageId: id, ...(original && { reference: original }) };
		const joined =
			inviteType === 'link'
				? await request('group.joinByLink', { invite })
				: await request('group.joinByMessage', { target });
		return { output: [{ json: { ...joined } as IDataObject }] };
	},
});
