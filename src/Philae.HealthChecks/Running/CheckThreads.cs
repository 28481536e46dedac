namespace Philae.HealthChecks.Running;

/// <summary>
/// Threads on which checks begin, so that one that blocks keeps nobody waiting but itself: there is always another thread for
/// the next check. Most checks give their thread back at once, and a few threads then serve them all; idle ones end.
/// </summary>
internal static class CheckThreads
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(20);
    private static readonly Queue<Action> Waiting = new();
    private static int _idle;
    private static bool _coming;

    /// <summary>Runs an action that does not throw, with nothing of the caller's ambient state.</summary>
    public static void Run(Action action)
    {
        lock (Waiting)
        {
            Waiting.Enqueue(action);
            if (Waiting.Count == 1)
            {
                WakeOne();
            }
        }
    }

    // Whoever takes a check and leaves others behind calls the next thread before it begins, since its own may block. One at
    // a time: while that one is on its way, this one is most often done and takes the next check itself.
    private static void WakeOne()
    {
        if (_coming)
        {
            return;
        }

        _coming = true;
        if (_idle > 0)
        {
            Monitor.Pulse(Waiting);
        }
        else
        {
            StartOne();
        }
    }

    private static void StartOne()
    {
        try
        {
            new Thread(Serve) { IsBackground = true, Name = "Philae check" }.UnsafeStart();
        }
        catch (Exception)
        {
            // The system has no thread left to give, and may say so in more than one way: the pool has some already.
            _coming = false;
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Serve(), null);
        }
    }

    private static void Serve()
    {
        bool goesOn = true;
        bool hasCome = false;
        while (goesOn)
        {
            try
            {
                if (!hasCome)
                {
                    Come();
                    hasCome = true;
                }

                goesOn = ServeOne();
            }
            catch (Exception)
            {
                // An interrupt, from a check or from outside: the thread serves on, and ends the process for nobody.
            }
        }
    }

    private static void Come()
    {
        lock (Waiting)
        {
            _coming = false;
        }
    }

    private static bool ServeOne()
    {
        Action? action = Next();
        action?.Invoke();
        return action is not null;
    }

    private static Action? Next()
    {
        lock (Waiting)
        {
            while (Waiting.Count == 0)
            {
                bool woken = false;
                _idle++;
                try
                {
                    woken = Monitor.Wait(Waiting, IdleLimit);
                }
                finally
                {
                    _idle--;
                    _coming = false; // also where the time was up or an interrupt came: a call that came too late for that is lost
                }

                if (!woken && Waiting.Count == 0)
                {
                    return null;
                }
            }

            Action action = Waiting.Dequeue();
            if (Waiting.Count > 0)
            {
                WakeOne();
            }

            return action;
        }
    }
}
