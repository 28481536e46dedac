using Philae.HealthChecks.Swift;

namespace Philae.HealthChecks;

/// <summary>
/// Settings of the Swift probe. They are validated when the host starts. Null or an empty value means the value of the target or,
/// without a target, of the environment. If a setting has a name and an id, and you set either one, both values of the target or
/// the environment are ignored.
/// </summary>
public sealed class SwiftProbeOptions : HttpConnectionOptions
{
    /// <summary>Creates the defaults, with a <see cref="HttpConnectionOptions.ResponseTimeout"/> of 2 seconds.</summary>
    public SwiftProbeOptions() => ResponseTimeout = TimeSpan.FromSeconds(2);

    /// <summary>The region whose object store is wanted, in its exact spelling. Null: <c>OS_REGION_NAME</c>, else any.</summary>
    public string? Region { get; set; }

    /// <summary>
    /// Who logs in. Null: the URL's, or <c>OS_USERNAME</c>. Required, unless there is a <see cref="UserId"/> (not with version 2)
    /// or an <see cref="ApplicationCredentialId"/>.
    /// </summary>
    public string? UserName { get; set; }

    /// <summary>The user's id, instead of name and domain. Null: <c>OS_USER_ID</c>. It comes before the name; version 2 has none.</summary>
    public string? UserId { get; set; }

    /// <summary>
    /// The user's password. Null: the URL's, or <c>OS_PASSWORD</c>. Required without an <see cref="ApplicationCredentialSecret"/>;
    /// setting it puts aside an application credential of the environment.
    /// </summary>
    public string? Password { get; set; }

    /// <summary>The domain that the user's name belongs to. Null: <c>OS_USER_DOMAIN_NAME</c>, else <c>Default</c>. Version 2 has none.</summary>
    public string? UserDomainName { get; set; }

    /// <summary>The id of that domain, instead of its name. Null: <c>OS_USER_DOMAIN_ID</c>. It comes before the name.</summary>
    public string? UserDomainId { get; set; }

    /// <summary>
    /// The project (tenant) whose catalogue is read. Null: <c>OS_PROJECT_NAME</c>, else <c>OS_TENANT_NAME</c>. Required with a
    /// password, unless there is a <see cref="TenantId"/>; an application credential has its own.
    /// </summary>
    public string? TenantName { get; set; }

    /// <summary>The project's id, instead of name and domain. Null: <c>OS_PROJECT_ID</c>, else <c>OS_TENANT_ID</c>. It comes before the name.</summary>
    public string? TenantId { get; set; }

    /// <summary>The domain that the project's name belongs to. Null: <c>OS_PROJECT_DOMAIN_NAME</c>, else the user's domain. Version 2 has none.</summary>
    public string? TenantDomainName { get; set; }

    /// <summary>The id of that domain, instead of its name. Null: <c>OS_PROJECT_DOMAIN_ID</c>. It comes before the name.</summary>
    public string? TenantDomainId { get; set; }

    /// <summary>
    /// An application credential, which logs in without the user's password. Null: <c>OS_APPLICATION_CREDENTIAL_ID</c>. Not with version 2.
    /// </summary>
    public string? ApplicationCredentialId { get; set; }

    /// <summary>
    /// Its name instead of its id, which takes the user beside it. Null: <c>OS_APPLICATION_CREDENTIAL_NAME</c>. The id comes before the name.
    /// </summary>
    public string? ApplicationCredentialName { get; set; }

    /// <summary>Its secret; with one, there is no need of a password. Null: <c>OS_APPLICATION_CREDENTIAL_SECRET</c>.</summary>
    public string? ApplicationCredentialSecret { get; set; }

    /// <summary>
    /// The version of the identity service's API, 2 or 3. Null: <c>OS_IDENTITY_API_VERSION</c>, else <c>OS_AUTH_VERSION</c>, else that
    /// in which the URL ends: 2 for <c>/v2.0</c>, otherwise 3.
    /// </summary>
    public int? AuthVersion { get; set; }

    /// <summary>What the target or the environment says. Null: there is neither.</summary>
    internal SwiftLogin? Given { get; set; }

    /// <summary>What comes of both.</summary>
    internal SwiftLogin? Login => Given?.With(this);
}
