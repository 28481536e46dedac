using System.Collections;
using System.Runtime.CompilerServices;

namespace Philae.HealthChecks.TestKit.Misbehaving;

/// <summary>What the members of an exception do when somebody reads them: each read is counted from 1.</summary>
public sealed record ExceptionMembers(Func<int, string?>? Message = null, Action? Others = null)
{
    private int _reads;

    public string? ReadMessage(string? usual) => Message is null ? usual : Message(Interlocked.Increment(ref _reads));
}

/// <summary>A foreign exception whose members are the test's.</summary>
public sealed class HostileException(ExceptionMembers members, Exception? inner = null) : Exception("hostile", inner)
{
    public override string Message => members.ReadMessage(base.Message)!;

    public override string? StackTrace => Read(base.StackTrace);

    public override string? Source { get => Read(base.Source); set => base.Source = value; }

    public override string? HelpLink { get => Read(base.HelpLink); set => base.HelpLink = value; }

    public override IDictionary Data => Read(base.Data)!;

    public override Exception GetBaseException() => Read(base.GetBaseException())!;

    public override string ToString() => Read("hostile " + Message)!;

    private T? Read<T>(T? usual)
    {
        members.Others?.Invoke();
        return usual;
    }
}

/// <summary>The same of an exception whose text is published.</summary>
public sealed class HostileProbeException(ExceptionMembers members, Exception? inner = null) : ProbeException("hostile", inner)
{
    public override string Message => members.ReadMessage(base.Message)!;

    public override string? StackTrace => Read(base.StackTrace);

    public override IDictionary Data => Read(base.Data)!;

    public override string ToString() => Read("hostile " + Message)!;

    private T? Read<T>(T? usual)
    {
        members.Others?.Invoke();
        return usual;
    }
}

/// <summary>Exceptions of shapes that no code of one's own can have.</summary>
public static class OddExceptions
{
    /// <summary>One that is its own cause.</summary>
    public static Exception Cyclic(Exception exception)
    {
        InnerOf(exception) = exception;
        return exception;
    }

    public static Exception Deep(int levels)
    {
        Exception exception = new InvalidOperationException("innermost");
        for (int level = 0; level < levels; level++)
        {
            exception = new InvalidOperationException("level", exception);
        }

        return exception;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_innerException")]
    private static extern ref Exception? InnerOf(Exception exception);
}
