using Microsoft.Extensions.Configuration;

namespace Philae.HealthChecks.Configuration;

/// <summary>The options of the core's probes that configuration can set: all but those that are code.</summary>
internal static class CoreKeys
{
    public static PhilaeConfigurationKeys<ProbeOptions> Common { get; } = new();

    public static PhilaeConfigurationKeys<HttpProbeOptions> Http { get; } = Connection<HttpProbeOptions>()
        .Add(nameof(HttpProbeOptions.UserName), static (options, value) => options.UserName = value)
        .Add(nameof(HttpProbeOptions.Password), static (options, value) => options.Password = value)
        .Add(nameof(HttpProbeOptions.ExpectedStatusCode), static key => key.Get<int?>(), static (options, value) => options.ExpectedStatusCode = value);

    public static PhilaeConfigurationKeys<ServiceProbeOptions> Service { get; } = Connection<ServiceProbeOptions>()
        .Add(nameof(ServiceProbeOptions.UserName), static (options, value) => options.UserName = value)
        .Add(nameof(ServiceProbeOptions.Password), static (options, value) => options.Password = value)
        .AddEntries(nameof(ServiceProbeOptions.Headers), static (options, name, value) => options.Headers[name] = value);

    public static PhilaeConfigurationKeys<NsqProbeOptions> Nsq { get; } = Connection<NsqProbeOptions>()
        .Add(nameof(NsqProbeOptions.UseTls), static key => key.Get<bool?>(), static (options, value) => options.UseTls = value);

    public static PhilaeConfigurationKeys<ElasticsearchProbeOptions> Elasticsearch { get; } = Connection<ElasticsearchProbeOptions>()
        .Add(nameof(ElasticsearchProbeOptions.UserName), static (options, value) => options.UserName = value)
        .Add(nameof(ElasticsearchProbeOptions.Password), static (options, value) => options.Password = value)
        .Add(nameof(ElasticsearchProbeOptions.ApiKey), static (options, value) => options.ApiKey = value);

    public static PhilaeConfigurationKeys<SwiftProbeOptions> Swift { get; } = Connection<SwiftProbeOptions>()
        .Add(nameof(SwiftProbeOptions.Region), static (options, value) => options.Region = value)
        .Add(nameof(SwiftProbeOptions.UserName), static (options, value) => options.UserName = value)
        .Add(nameof(SwiftProbeOptions.UserId), static (options, value) => options.UserId = value)
        .Add(nameof(SwiftProbeOptions.Password), static (options, value) => options.Password = value)
        .Add(nameof(SwiftProbeOptions.UserDomainName), static (options, value) => options.UserDomainName = value)
        .Add(nameof(SwiftProbeOptions.UserDomainId), static (options, value) => options.UserDomainId = value)
        .Add(nameof(SwiftProbeOptions.TenantName), static (options, value) => options.TenantName = value)
        .Add(nameof(SwiftProbeOptions.TenantId), static (options, value) => options.TenantId = value)
        .Add(nameof(SwiftProbeOptions.TenantDomainName), static (options, value) => options.TenantDomainName = value)
        .Add(nameof(SwiftProbeOptions.TenantDomainId), static (options, value) => options.TenantDomainId = value)
        .Add(nameof(SwiftProbeOptions.ApplicationCredentialId), static (options, value) => options.ApplicationCredentialId = value)
        .Add(nameof(SwiftProbeOptions.ApplicationCredentialName), static (options, value) => options.ApplicationCredentialName = value)
        .Add(nameof(SwiftProbeOptions.ApplicationCredentialSecret), static (options, value) => options.ApplicationCredentialSecret = value)
        .Add(nameof(SwiftProbeOptions.AuthVersion), static key => key.Get<int?>(), static (options, value) => options.AuthVersion = value);

    public static PhilaeConfigurationKeys<StatusPageProbeOptions> StatusPage { get; } = Connection<StatusPageProbeOptions>()
        .Add(nameof(StatusPageProbeOptions.BaseAddress), static key => key.Get<Uri>(), static (options, value) => options.BaseAddress = value);

    public static PhilaeConfigurationKeys<SampleProbeOptions> Sample { get; } = new PhilaeConfigurationKeys<SampleProbeOptions>()
        .Add(nameof(SampleProbeOptions.Delay), static key => key.Get<TimeSpan>(), static (options, value) => options.Delay = value)
        .Add(nameof(SampleProbeOptions.Error), static (options, value) => options.Error = value!);

    private static PhilaeConfigurationKeys<TOptions> Connection<TOptions>()
        where TOptions : HttpConnectionOptions => new PhilaeConfigurationKeys<TOptions>()
            .Add(nameof(HttpConnectionOptions.ConnectTimeout), static key => key.Get<TimeSpan>(), static (options, value) => options.ConnectTimeout = value)
            .Add(nameof(HttpConnectionOptions.ResponseTimeout), static key => key.Get<TimeSpan>(), static (options, value) => options.ResponseTimeout = value)
            .Add(nameof(HttpConnectionOptions.CertificateAuthorityFile), static (options, value) => options.CertificateAuthorityFile = value)
            .Add(
                nameof(HttpConnectionOptions.SkipCertificateVerification),
                static key => key.Get<bool>(), static (options, value) => options.SkipCertificateVerification = value)
            .Add(nameof(HttpConnectionOptions.ClientCertificateFile), static (options, value) => options.ClientCertificateFile = value)
            .Add(nameof(HttpConnectionOptions.ClientKeyFile), static (options, value) => options.ClientKeyFile = value)
            .Add(nameof(HttpConnectionOptions.HttpClientName), static (options, value) => options.HttpClientName = value);
}
