using k8s;
using k8s.Models;
using Philae.HealthChecks.TestKit;

namespace Philae.HealthChecks.Docs.Tests.Kubernetes;

/// <summary>The manifests of the sample, read strictly: an unknown or repeated field is an error.</summary>
internal static class Manifests
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "docs", "samples", "Kubernetes", "manifests");

    public static V1Deployment Deployment => Read<V1Deployment>("deployment.yaml");

    public static V1Service Service => Read<V1Service>("service.yaml");

    public static V1PodDisruptionBudget Budget => Read<V1PodDisruptionBudget>("poddisruptionbudget.yaml");

    public static V1NetworkPolicy Policy => Read<V1NetworkPolicy>("networkpolicy.yaml");

    public static V1PodSpec Pod => Deployment.Spec.Template.Spec;

    public static V1Container Container => Pod.Containers.Single();

    public static TimeSpan GracePeriod => TimeSpan.FromSeconds(Pod.TerminationGracePeriodSeconds!.Value);

    public static int Port(string name) => Container.Ports.Single(port => port.Name == name).ContainerPort;

    private static T Read<T>(string file) => KubernetesYaml.Deserialize<T>(File.ReadAllText(Path.Combine(Folder, file)), strict: true);
}
