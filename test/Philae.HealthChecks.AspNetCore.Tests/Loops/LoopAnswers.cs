namespace Philae.HealthChecks.AspNetCore.Tests.Loops;

/// <summary>What outsiders are told of one service, against what is so.</summary>
internal sealed class LoopAnswers
{
    private readonly Lock _gate = new();
    private bool? _expected;
    private bool _countsWrong;
    private int _phase;
    private long _firstRight;

    /// <summary>Answers in all.</summary>
    public int Total { get; private set; }

    /// <summary>Wrong ones, to requests sent after the first right answer since the last change.</summary>
    public int Wrong { get; private set; }

    /// <summary>The first of them.</summary>
    public string? FirstWrong { get; private set; }

    /// <summary>Wrong ones before the first right answer.</summary>
    public int Early { get; private set; }

    /// <summary>Whether there was a right answer since the last change.</summary>
    public bool IsRight => _firstRight > 0;

    public int Phase => _phase;

    /// <summary>Sets what is so from now on; null: it is changing just now.</summary>
    /// <param name="healthy">Whether all is well.</param>
    /// <param name="countsWrong">Whether a wrong answer after a right one counts.</param>
    public void Expect(bool? healthy, bool countsWrong = true)
    {
        lock (_gate)
        {
            (_expected, _countsWrong, _firstRight) = (healthy, countsWrong, 0);
            _phase++;
        }
    }

    /// <param name="phase">When the request was sent: what is asked across a change may be answered either way.</param>
    /// <param name="sent">When that was.</param>
    /// <param name="ended">When the answer was there.</param>
    /// <param name="healthy">The answer.</param>
    /// <param name="body">Its text.</param>
    public void Add(int phase, long sent, long ended, bool healthy, string body)
    {
        lock (_gate)
        {
            Total++;
            if (phase != _phase || _expected is null)
            {
                return;
            }

            if (healthy == _expected)
            {
                _firstRight = _firstRight == 0 ? ended : Math.Min(_firstRight, ended);
            }
            else if (_countsWrong && _firstRight > 0 && sent > _firstRight)
            {
                Wrong++;
                FirstWrong ??= $"change {phase}: {body}";
            }
            else
            {
                Early++;
            }
        }
    }
}
