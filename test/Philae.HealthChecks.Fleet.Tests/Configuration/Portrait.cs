using System.Collections;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Philae.HealthChecks.Engine;
using Philae.HealthChecks.LoopDetection;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Fleet.Tests.Configuration;

/// <summary>All that makes up the one probe of a host, to compare two: its registration, and every field of the probe down to foreign types and the host's own identity.</summary>
internal static class Portrait
{
    public static string Of(ProbeHost host)
    {
        HealthCheckRegistration check = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations.Single();
        ProbeRegistration probe = ProbeRegistration.Of(check)!;
        var lines = new List<string> { $"{check.Name} {check.FailureStatus} {string.Join(',', check.Tags.Order())} {check.Timeout}" };
        Draw("options", probe.Options(host.Services), lines, []);
        Draw("probe", host.Services.GetRequiredKeyedService<IProbe>(probe), lines, []);
        return string.Join('\n', lines);
    }

    private static void Draw(string path, object? value, List<string> lines, HashSet<object> above)
    {
        Type? type = value?.GetType();
        if (value is Delegate action)
        {
            Draw($"{path}.{action.Method.Name}", action.Target, lines, above);
        }
        else if (value is IEnumerable items and not string)
        {
            lines.Add($"{path} = {type!.Name}");
            int index = 0;
            foreach (object? item in items)
            {
                Draw($"{path}[{index++}]", item, lines, above);
            }
        }
        else if (type is null || type.IsEnum || !type.FullName!.StartsWith("Philae.", StringComparison.Ordinal) || value is PhilaeIdentity || !above.Add(value!))
        {
            lines.Add($"{path} = {value}");
        }
        else
        {
            lines.Add($"{path} = {type.Name}");
            for (Type? its = type; its is not null && its != typeof(object); its = its.BaseType)
            {
                foreach (FieldInfo field in its.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    Draw($"{path}.{field.Name}", field.GetValue(value), lines, [.. above]);
                }
            }
        }
    }
}
