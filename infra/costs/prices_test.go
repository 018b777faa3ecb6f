package costs_test

// priced is the day on which the prices were looked up.
const priced = "21 November 2026"

// price is a list price of us-east-1 in US dollars. What AWS gives for nothing
// each month is left out, but where it is written.
type price struct {
	name   string // the part of the bill, a colon, and what is counted
	usd    float64
	per    float64
	unit   string
	source string // below https://aws.amazon.com/
}

var prices = []price{
	{"SES: mails received", 0.10, 1e3, "mails", "ses/pricing"},
	// The plan of accounts that are new to SES since 21 July 2026; without a plan it
	// is 0.10.
	{"SES: mails sent", 0.16, 1e3, "mails", "ses/pricing"},
	{"DynamoDB: written", 0.625, 1e6, "write request units", "dynamodb/pricing/on-demand"},
	{"DynamoDB: read", 0.125, 1e6, "read request units", "dynamodb/pricing/on-demand"},
	{"Lambda: invocations", 0.20, 1e6, "invocations", "lambda/pricing"},
	{"Lambda: time", 0.0133334, 1e3, "GB-seconds on arm64", "lambda/pricing"},
	{"API Gateway: requests", 1.00, 1e6, "requests", "api-gateway/pricing"},
	{"Logs: written", 0.50, gigabyte, "GB", "cloudwatch/pricing"},
	{"Watching: metrics in alarms", 0.10, 1, "metric", "cloudwatch/pricing"},
	{"Watching: own metrics", 0.30, 1, "metric", "cloudwatch/pricing"},
	{"Watching: dashboards", 3.00, 1, "dashboard", "cloudwatch/pricing"},
	{"SQS, SNS, S3, Scheduler: requests to queues", 0.40, 1e6, "requests", "sqs/pricing"},
	{"SQS, SNS, S3, Scheduler: events published", 0.50, 1e6, "requests", "sns/pricing"},
	{"SQS, SNS, S3, Scheduler: objects written", 5.00, 1e6, "requests", "s3/pricing"},
	{"SQS, SNS, S3, Scheduler: objects read", 0.40, 1e6, "requests", "s3/pricing"},
	{"SQS, SNS, S3, Scheduler: starts by the clock", 1.00, 1e6, "invocations", "eventbridge/pricing"},
	// What a text costs depends on the country, the kind of number and the carrier.
	// This is about what a local number of the United States pays, with carriers' fees.
	{"Texts: received", 7.50, 1e3, "parts, assumed", "end-user-messaging/pricing"},
	{"Texts: sent", 10.00, 1e3, "parts, assumed", "end-user-messaging/pricing"},
	{"Secrets Manager: secrets", 0.40, 1, "secret", "secrets-manager/pricing"},
	{"Leaves AWS: answers to browsers", 0.09, gigabyte, "GB", "ec2/pricing/on-demand"},
	{"Kept: table", 0.25, gigabyte, "GB", "dynamodb/pricing/on-demand"},
	{"Kept: table, to go back in time", 0.20, gigabyte, "GB", "dynamodb/pricing/on-demand"},
	{"Kept: bucket", 0.023, gigabyte, "GB", "s3/pricing"},
}

const gigabyte = 1 << 30
