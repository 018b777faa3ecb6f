// Package outgoing sends the texts of the inbox: SNS plainly, EndUserMessaging
// with pictures and with word of what becomes of each. Both implement
// [inbox.Sender]: they try once, without the SDK's retries, and tell what will
// never be sent from what may be sent later and from what nobody knows. What AWS
// would refuse they refuse themselves where they can see it.
package outgoing
