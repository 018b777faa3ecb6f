package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/jsii-runtime-go"
)

// ownPool is the condition that no other issuer was named.
const ownPool = "HasOwnPool"

// signIn makes a pool where members sign in, unless another issuer was named.
// Whoever owns an address may register; a seat is given by a member's invitation.
func (s *system) signIn() {
	s.pool = kept(when(s, ownPool, awscognito.NewCfnUserPool(s.stack, jsii.String("UserPool"), &awscognito.CfnUserPoolProps{
		UsernameAttributes:     jsii.Strings("email"),
		UsernameConfiguration:  &awscognito.CfnUserPool_UsernameConfigurationProperty{CaseSensitive: false},
		AutoVerifiedAttributes: jsii.Strings("email"),
		// An address that is changed counts only once it is verified.
		UserAttributeUpdateSettings: &awscognito.CfnUserPool_UserAttributeUpdateSettingsProperty{
			AttributesRequireVerificationBeforeUpdate: jsii.Strings("email"),
		},
		AccountRecoverySetting: &awscognito.CfnUserPool_AccountRecoverySettingProperty{
			RecoveryMechanisms: &[]*awscognito.CfnUserPool_RecoveryOptionProperty{{Name: jsii.String("verified_email"), Priority: jsii.Number(1)}},
		},
		MfaConfiguration: jsii.String("OPTIONAL"),
		EnabledMfas:      jsii.Strings("SOFTWARE_TOKEN_MFA"),
		Policies: &awscognito.CfnUserPool_PoliciesProperty{
			PasswordPolicy: &awscognito.CfnUserPool_PasswordPolicyProperty{MinimumLength: jsii.Number(12)},
		},
		DeletionProtection: jsii.String("ACTIVE"),
	})))
	// The name is of all of AWS: the stack's id is in it.
	unique := awscdk.Fn_Select(jsii.Number(2), awscdk.Fn_Split(jsii.String("/"), s.stack.StackId(), nil))
	s.domain = when(s, ownPool, awscognito.NewCfnUserPoolDomain(s.stack, jsii.String("UserPoolDomain"), &awscognito.CfnUserPoolDomainProps{
		UserPoolId: s.pool.Ref(),
		Domain:     jsii.String("confab-" + *unique),
	}))
	s.signInClient()
	// Cognito sends the owner a first password.
	owner := s.value("OwnerEmail")
	kept(when(s, ownPool, awscognito.NewCfnUserPoolUser(s.stack, jsii.String("OwnerUser"), &awscognito.CfnUserPoolUserProps{
		UserPoolId:             s.pool.Ref(),
		Username:               owner,
		DesiredDeliveryMediums: jsii.Strings("EMAIL"),
		UserAttributes: &[]*awscognito.CfnUserPoolUser_AttributeTypeProperty{
			{Name: jsii.String("email"), Value: owner},
			{Name: jsii.String("email_verified"), Value: jsii.String("true")},
		},
	})))
}

// signInClient makes the client that the pool knows the page by.
func (s *system) signInClient() {
	s.client = when(s, ownPool, awscognito.NewCfnUserPoolClient(s.stack, jsii.String("UserPoolClient"), &awscognito.CfnUserPoolClientProps{
		UserPoolId:                      s.pool.Ref(),
		GenerateSecret:                  false, // a page keeps none
		AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows:               jsii.Strings("code"),
		AllowedOAuthScopes:              jsii.Strings("openid", "email", "profile"),
		SupportedIdentityProviders:      jsii.Strings("COGNITO"),
		CallbackUrLs:                    &[]*string{jsii.String(s.pageURL() + "/signed-in")},
		LogoutUrLs:                      &[]*string{jsii.String(s.pageURL() + "/")},
		PreventUserExistenceErrors:      jsii.String("ENABLED"),
		EnableTokenRevocation:           true,
		ExplicitAuthFlows:               jsii.Strings("ALLOW_REFRESH_TOKEN_AUTH"),
		AccessTokenValidity:             jsii.Number(1),
		IdTokenValidity:                 jsii.Number(1),
		RefreshTokenValidity:            jsii.Number(30),
		TokenValidityUnits: &awscognito.CfnUserPoolClient_TokenValidityUnitsProperty{
			AccessToken: jsii.String("hours"), IdToken: jsii.String("hours"), RefreshToken: jsii.String("days"),
		},
	}))
}

// issuer is who signs the members' tokens.
func (s *system) issuer() *string {
	return choose(ownPool, s.pool.AttrProviderUrl(), s.value("OidcIssuer"))
}

// endpointOrigins are where the page talks to the issuer besides its own origin.
func (s *system) endpointOrigins() *string {
	cognito := "https://" + *s.domain.Ref() + ".auth." + *s.stack.Region() + ".amazoncognito.com"
	return choose(ownPool, cognito, s.value("OidcEndpointOrigins"))
}
