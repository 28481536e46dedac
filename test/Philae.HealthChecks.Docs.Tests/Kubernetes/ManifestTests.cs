using k8s;
using k8s.Models;
using KubernetesSample;
using YamlDotNet.Core;

namespace Philae.HealthChecks.Docs.Tests.Kubernetes;

/// <summary>The manifests are valid, and they, the program and each other agree.</summary>
public sealed class ManifestTests
{
    private static readonly ServiceSettings Settings = new();

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Manifests.Folder, "*.yaml").Select(file => Path.GetFileName(file))];

    // Finds the type by apiVersion and kind, so these are held too.
    [Theory]
    [MemberData(nameof(Files))]
    public void Manifest_EveryFile_IsStrictlyValid(string file)
    {
        KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(Manifests.Folder, file)), null, strict: true)
            .Should().ContainSingle().Which.Should().BeAssignableTo<IKubernetesObject<V1ObjectMeta>>();
    }

    [Theory]
    [InlineData("periodSeconds: 3", "periodSecond: 3")]
    [InlineData("replicas: 2", "replicas: 2\n  replicas: 3")]
    public void Manifest_Misspelt_IsRefused(string right, string wrong)
    {
        string text = File.ReadAllText(Path.Combine(Manifests.Folder, "deployment.yaml")).Replace(right, wrong, StringComparison.Ordinal);

        Action read = () => KubernetesYaml.LoadAllFromString(text, null, strict: true);

        read.Should().Throw<YamlException>();
    }

    [Fact]
    public void Selectors_AllOfThem_ChooseThePods()
    {
        IDictionary<string, string> labels = Manifests.Deployment.Spec.Template.Metadata.Labels;

        Manifests.Deployment.Spec.Selector.MatchLabels.Should().Equal(labels);
        Manifests.Service.Spec.Selector.Should().Equal(labels);
        Manifests.Budget.Spec.Selector.MatchLabels.Should().Equal(labels);
        Manifests.Policy.Spec.PodSelector.MatchLabels.Should().Equal(labels);
    }

    [Fact]
    public void Ports_OfProgramAndManifests_Agree()
    {
        IDictionary<string, string> annotations = Manifests.Deployment.Spec.Template.Metadata.Annotations;

        (Manifests.Port("http"), Manifests.Port("management")).Should().Be((Settings.Port, Settings.ManagementPort));
        Manifests.Service.Spec.Ports.Should().ContainSingle().Which.TargetPort.Value.Should().Be("http");
        (annotations["prometheus.io/scrape"], annotations["prometheus.io/port"]).Should().Be(("true", $"{Settings.ManagementPort}"));
        Probes.Select(probe => probe.HttpGet.Port.Value).Should().AllBe("management");
    }

    [Fact]
    public void NetworkPolicy_ManagementPort_IsForTheMonitoringAlone()
    {
        IList<V1NetworkPolicyIngressRule> rules = Manifests.Policy.Spec.Ingress;

        Manifests.Policy.Spec.PolicyTypes.Should().Equal("Ingress");
        rules.Should().OnlyContain(rule => rule.Ports.Count == 1); // a rule without ports opens them all
        rules.Where(rule => rule.FromProperty is null).Should().ContainSingle().Which.Ports.Single().Port.Value.Should().Be("http");
        rules.Where(rule => rule.FromProperty is not null).Should().ContainSingle().Which.Ports.Single().Port.Value.Should().Be("management");
    }

    [Fact]
    public void Environment_OfTheDeployment_IsWhatTheProgramReads()
    {
        var settings = typeof(ServiceSettings).GetProperties().Select(property => $"Service__{property.Name}");
        V1EnvVar[] ours = [.. Manifests.Container.Env.Where(variable => variable.Name.StartsWith("Service__", StringComparison.Ordinal))];

        ours.Select(variable => variable.Name).Should().BeSubsetOf(settings);
        ours.Should().ContainSingle(variable => variable.Name == "Service__Redis").Which.ValueFrom.SecretKeyRef.Should().NotBeNull();
    }

    [Fact]
    public void GracePeriod_CoversDrainAndShutdown_WithoutAPreStopHook()
    {
        Settings.DrainDelay.Should().BeLessThan(Settings.ShutdownTimeout);
        Manifests.GracePeriod.Should().BeGreaterThan(Settings.DrainDelay + Settings.ShutdownTimeout);
        Manifests.Container.Lifecycle.Should().BeNull();
    }

    [Fact]
    public void Probes_Timings_FitTheProgram()
    {
        V1Container container = Manifests.Container;

        Settings.DrainDelay.Should().BeGreaterThan(Span(container.ReadinessProbe), "load balancers have to see it before the service goes");
        Span(container.StartupProbe).Should().BeGreaterThan(10 * Settings.WarmUp);
        Span(container.LivenessProbe).Should().BeGreaterThan(2 * Span(container.ReadinessProbe), "a restart comes last");
        Probes.Should().OnlyContain(probe => probe.TimeoutSeconds > Settings.ReportDeadline.TotalSeconds, "else the kubelet never sees what a slow report says");
    }

    [Fact]
    public void Disruptions_AtAnyTime_LeaveAPodThatServes()
    {
        V1Deployment deployment = Manifests.Deployment;

        deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value.Should().Be("0");
        int.Parse(Manifests.Budget.Spec.MaxUnavailable.Value, null).Should().BeLessThan(deployment.Spec.Replicas!.Value);
    }

    private static V1Probe[] Probes => [Manifests.Container.StartupProbe, Manifests.Container.ReadinessProbe, Manifests.Container.LivenessProbe];

    private static TimeSpan Span(V1Probe probe) => TimeSpan.FromSeconds(probe.PeriodSeconds!.Value * probe.FailureThreshold!.Value);
}
