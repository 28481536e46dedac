namespace Philae.HealthChecks.Docs.Tests;

/// <summary>Packages of different versions use internals of one another that may have changed: the restore refuses them.</summary>
[Trait("Servers", "Own")]
public sealed class PackageMixtureTests
{
    private const string Core = "Philae.HealthChecks";
    private const string AspNetCore = "Philae.HealthChecks.AspNetCore";
    private const string Redis = "Philae.HealthChecks.Redis";
    private const string Newer = "99.0.1";

    [Fact]
    public async Task Restore_PackagesOfTwoVersions_Fails()
    {
        await using var service = new NewService("unused");
        await service.PackAsync(Core);
        await service.PackAsync(AspNetCore);
        await service.PackAsync(Core, Newer);
        await service.PackAsync(AspNetCore, Newer);
        await service.PackAsync(Redis, Newer);

        (await service.RestoreAsync((AspNetCore, Newer), (Redis, Newer))).Should().NotContainAny("error", "warning");
        (await service.RestoreAsync((AspNetCore, NewService.Version), (Redis, Newer))).Should().Contain("error NU1107").And.Contain($"{Core} (= {NewService.Version})").And.Contain($"{Core} (= {Newer})");
        (await service.RestoreAsync((AspNetCore, NewService.Version), (Core, Newer))).Should().Contain("warning NU1608");
    }
}
