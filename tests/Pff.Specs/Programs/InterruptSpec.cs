using System.Runtime.InteropServices;
using Pff.Cli.Runtime.Commands;

namespace Pff.Specs.Programs;

public sealed class InterruptSpec
{
    /// <summary>The run comes to its end between the signal and what it asks for.</summary>
    [Fact]
    public void A_signal_at_the_very_end_of_a_run_does_not_break_it()
    {
        using var interrupt = new Interrupt();
        interrupt.Draining += interrupt.Dispose;
        var signal = new PosixSignalContext(PosixSignal.SIGTERM);
        interrupt.Handle(signal);
        Assert.True(signal.Cancel);
        interrupt.Handle(signal);
        Assert.True(interrupt.Drain.IsCancellationRequested && interrupt.Abort.IsCancellationRequested);
    }
}
