using System.Globalization;

namespace Philae.HealthChecks.Tests.LoopDetection;

/// <summary>Asks the services of a model in several manners, and notes the first answer that breaks what is promised.</summary>
internal sealed class LoopRun
{
    private readonly HashSet<int> _right = [];
    private readonly int[] _asked;

    public LoopRun(string shape, int seed)
    {
        Random = new Random(seed);
        (int[][] addresses, int[][] targets) = Shape(shape);
        Model = new(seed, addresses, targets);
        HasOneProberEach = targets.SelectMany(static own => own).CountBy(static address => address).All(static probers => probers.Value == 1);
        _asked = [.. Enumerable.Range(0, Model.Services.Length)];
        // A replica's own failure is one that comes and goes with whoever answers.
        int[] single = [.. addresses.Where(static services => services.Length == 1).Select(static services => services[0])];
        Victim = Model.Services[single[Random.Next(single.Length)]];
        Another = Model.Services[_asked.Where(service => Model.Services[service] != Victim).ElementAt(Random.Next(_asked.Length - 1))];
    }

    public LoopModel Model { get; }

    public Random Random { get; }

    public ModelService Victim { get; }

    public ModelService Another { get; }

    public int Services => _asked.Length;

    /// <summary>How many rounds news takes at most to come to all.</summary>
    public int Diameter => Services;

    /// <summary>Whether no service is probed by more than one other.</summary>
    public bool HasOneProberEach { get; }

    public string? Wrong { get; private set; }

    /// <summary>Outsiders ask all the time, as fast as they are answered. Nothing is expected of a service before its first right answer.</summary>
    public void Storm(bool rightAfterFirst, bool? expected)
    {
        _right.Clear();
        int left = Random.Next(20, 60);
        foreach (int service in _asked.Concat(_asked).Concat(_asked))
        {
            AskAgain(service);
        }

        Drain();

        void AskAgain(int service) => Model.Ask(service, answer =>
        {
            if (answer == expected)
            {
                _right.Add(service);
            }
            else if (expected is not null && !IsOut(service) && (!rightAfterFirst || _right.Contains(service)))
            {
                Fail($"service {service} says {answer} in a storm");
            }

            if (left-- > 0)
            {
                AskAgain(service);
            }
        });
    }

    /// <summary>All are asked at the same moment, again and again.</summary>
    public void Lockstep(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            AtOnce(null);
        }
    }

    public void EachAtOnce(bool expected) => AtOnce(expected);

    /// <summary>One after the other.</summary>
    public void EachAlone(bool expected)
    {
        foreach (int service in _asked.Where(service => !IsOut(service)))
        {
            Alone(service, expected);
        }
    }

    public void Alone(int service, bool? expected)
    {
        bool? got = null;
        Model.Ask(service, answer => got = answer);
        Drain();
        if (got is null || (expected is not null && got != expected))
        {
            Fail($"service {service} says {got}, asked alone");
        }
    }

    /// <summary>A service that has just started has said nothing yet.</summary>
    public void Forget(ModelService service) => _right.Remove(Array.IndexOf(Model.Services, service));

    private static (int[][] Addresses, int[][] Targets) Shape(string shape) => shape switch
    {
        "two rings" => (Singles(5), [[1, 3], [2], [0], [4], [0]]),
        "replicas" => ([[0], [1, 3], [2]], [[1], [2], [0], [2]]),
        "mesh of 4" => (Singles(4), [.. Enumerable.Range(0, 4).Select(static own => Enumerable.Range(0, 4).Where(other => other != own).ToArray())]),
        _ => Ring(int.Parse(shape["ring of ".Length..], CultureInfo.InvariantCulture)),
    };

    private static (int[][] Addresses, int[][] Targets) Ring(int services) =>
        (Singles(services), [.. Enumerable.Range(0, services).Select(service => new[] { (service + 1) % services })]);

    private static int[][] Singles(int services) => [.. Enumerable.Range(0, services).Select(static service => new[] { service })];

    private void AtOnce(bool? expected)
    {
        int answers = 0;
        foreach (int service in _asked)
        {
            Model.Ask(service, answer =>
            {
                answers++;
                if (expected is not null && answer != expected && !IsOut(service))
                {
                    Fail($"service {service} says {answer}, all asked at once");
                }
            });
        }

        Drain();
        if (answers != _asked.Length)
        {
            Fail("somebody waits for ever");
        }
    }

    // What a silent service says itself, nobody hears.
    private bool IsOut(int service) => Model.Services[service].IsSilent;

    private void Drain()
    {
        while (Model.Step())
        {
        }
    }

    private void Fail(string what) => Wrong ??= what;
}
