import {
	choice,
	mapped,
	shownWith,
	text,
	textIfAdded,
	together,
	trimmedText,
} from '../../../shared/fields';

export const messageId = trimmedText({
	displayName: 'Message ID',
	required: true,
	placeholder: 'e.g. 3EB0A1B2C3D4E5F6A7B8C9',
	description: 'The ID that the sending operation or Queue > Get Many put out',
});

const CAMPAIGN = { displayName: 'Campaign', placeholder: 'e.g. Spring sale' };

/** Of what is done for one campaign or for all. `effect`: what the campaign does, in words. */
export const oneCampaign = (effect: string) =>
	textIfAdded({
		...CAMPAIGN,
		description: `${effect} the messages that were sent with this name in their option Campaign. Capitals, accents and spaces make no difference.`,
	});

/** The whole queue (null), or a campaign. */
export const whole = (description: string) =>
	mapped(
		together({
			what: choice({
				displayName: 'What',
				options: [
					{ name: 'One Campaign', value: 'campaign' },
					{ name: 'Whole Queue', value: 'queue' },
				],
				default: 'queue',
				description,
			}),
			campaign: shownWith(
				{ what: ['campaign'] },
				text({
					...CAMPAIGN,
					required: true,
					description:
						'The name that its messages have in their option Campaign. Capitals, accents and spaces make no difference.',
				}),
			),
		}),
		({ what, campaign }) => (what === 'campaign' ? campaign : null),
	);
