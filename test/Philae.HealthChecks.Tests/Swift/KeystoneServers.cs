using Philae.HealthChecks.TestKit;
using Philae.HealthChecks.TestKit.Servers;

namespace Philae.HealthChecks.Tests.Swift;

/// <summary>A real Keystone with an object store, public in <c>R1</c> and internal in <c>R2</c>, and users who may do as little as can be.</summary>
public sealed class KeystoneServers : IAsyncLifetime
{
    public KeystoneServer Server { get; } = new("r00t");

    public string UserId { get; private set; } = "";

    public string ProjectId { get; private set; } = "";

    public string CredentialId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (KeystoneServer.IsWanted)
        {
            await SetUpAsync();
        }
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private async Task SetUpAsync()
    {
        await Server.InitializeAsync();
        await Server.StartAsync();
        string service = await Server.CreateAsync("/services", new { service = new { type = "object-store", name = "swift" } });
        await Server.CreateAsync("/regions", new { region = new { id = "R2" } });
        await EndpointAsync(service, "public", "R1");
        await EndpointAsync(service, "internal", "R2");

        // A role that no rule of any service knows.
        string role = await Server.CreateAsync("/roles", new { role = new { name = "health" } });
        ProjectId = await Server.CreateAsync("/projects", new { project = new { name = "shop", domain_id = "default" } });
        UserId = await UserAsync("probe", "default", enabled: true);
        await GrantAsync(ProjectId, UserId, role);
        await UserAsync("outsider", "default", enabled: true);
        await GrantAsync(ProjectId, await UserAsync("disabled", "default", enabled: false), role);

        string domain = await Server.CreateAsync("/domains", new { domain = new { name = "Elsewhere" } });
        string project = await Server.CreateAsync("/projects", new { project = new { name = "stall", domain_id = domain } });
        await GrantAsync(project, await UserAsync("stranger", domain, enabled: true), role);

        string token = await Server.TokenAsync("probe", ProbeConformance.Secret, "shop");
        CredentialId = await Server.CreateAsync(
            $"/users/{UserId}/application_credentials", new { application_credential = new { name = "health", secret = "cr3d-" + ProbeConformance.Secret } }, token);
    }

    private Task<string> EndpointAsync(string service, string kind, string region) => Server.CreateAsync(
        "/endpoints", new { endpoint = new { service_id = service, @interface = kind, region_id = region, url = "http://swift.example/v1/AUTH_$(project_id)s" } });

    private Task<string> UserAsync(string name, string domain, bool enabled) =>
        Server.CreateAsync("/users", new { user = new { name, password = ProbeConformance.Secret, domain_id = domain, enabled } });

    private async Task GrantAsync(string project, string user, string role) => await Server.AskAsync(HttpMethod.Put, $"/projects/{project}/users/{user}/roles/{role}");
}
