namespace Philae.HealthChecks.Running;

/// <summary>Looks after the thread pool while checks are in flight, from a thread of its own, which none of them can block.</summary>
internal static class PoolWatch
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(20);
    private static readonly List<CheckBatch> InFlight = [];
    private static bool _isUp;
    private static bool _rests;
    private static bool _isNeeded;

    /// <summary>Begins with a batch.</summary>
    /// <returns>Whether anything watches: not where the system has no thread to give.</returns>
    public static bool Enter(CheckBatch batch)
    {
        lock (InFlight)
        {
            InFlight.Add(batch);
            _isNeeded = true;
            if (!_isUp)
            {
                StartThread();
            }
            else if (_rests)
            {
                _rests = false;
                Monitor.Pulse(InFlight);
            }

            return _isUp;
        }
    }

    /// <summary>Ends with it: nobody waits for its checks any more.</summary>
    public static void Leave(CheckBatch? batch)
    {
        lock (InFlight)
        {
            InFlight.Remove(batch!);
        }
    }

    private static void StartThread()
    {
        try
        {
            new Thread(Watch) { IsBackground = true, Name = "Philae watch" }.UnsafeStart();
            _isUp = true;
        }
        catch (Exception)
        {
            // The system has no thread to give, and may say so in more than one way: the next batch tries again.
        }
    }

    private static void Watch()
    {
        var room = new PoolRoom(TimeProvider.System);
        bool goesOn = true;
        while (goesOn)
        {
            try
            {
                goesOn = LookOnce(room);
            }
            catch (Exception)
            {
                // No thread, no memory, or an interrupt from outside: the next look may be better, and none may end the process.
            }
        }
    }

    private static bool LookOnce(PoolRoom room)
    {
        List<CheckBatch>? batches = Wait(room);
        if (batches is null)
        {
            return false;
        }

        batches.ForEach(static batch => batch.SpreadIfHeldUp());
        room.Look();
        return true;
    }

    // Null: nothing was in flight for long, and the thread may end.
    private static List<CheckBatch>? Wait(PoolRoom room)
    {
        lock (InFlight)
        {
            if (!_isNeeded)
            {
                _rests = true;
                if (!Monitor.Wait(InFlight, IdleLimit) && _rests)
                {
                    room.GiveBack();
                    _rests = _isUp = false;
                    return null;
                }
            }

            _isNeeded = InFlight.Count > 0;
            Monitor.Wait(InFlight, Interval);
            return [.. InFlight];
        }
    }
}
