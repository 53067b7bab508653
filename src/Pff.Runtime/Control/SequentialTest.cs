namespace Pff.Runtime.Control;

public enum TestVerdict
{
    Undecided,

    /// <summary>So few fail that the rate is the acceptable one.</summary>
    Good,

    /// <summary>So many fail that the rate is the intolerable one.</summary>
    Bad,
}

/// <summary>What a share of failing rows is told apart from, and how sure that is.</summary>
/// <param name="AcceptableRate">A share of failing rows that is no reason to stop; above 0.</param>
/// <param name="IntolerableRate">A share that must stop the run; above <paramref name="AcceptableRate"/> and below 1.</param>
/// <param name="StopError">At most how likely an acceptable run is stopped; above 0 and below one half.</param>
/// <param name="WidenError">At most how likely an intolerable run is taken for good; above 0 and below one half.</param>
public sealed record TestSettings(double AcceptableRate, double IntolerableRate, double StopError, double WidenError)
{
    public static TestSettings Default { get; } = new(0.01, 0.05, 0.05, 0.05);

    public bool IsValid =>
        AcceptableRate > 0 && IntolerableRate > AcceptableRate && IntolerableRate < 1 && StopError is > 0 and < 0.5 && WidenError is > 0 and < 0.5;
}

/// <summary>
/// Wald's sequential probability ratio test of a failure rate: it decides as soon as what was seen is enough for the stated
/// errors (A. Wald, "Sequential Tests of Statistical Hypotheses", Annals of Mathematical Statistics 16, 1945). Rows are
/// taken as independent of one another.
/// </summary>
public sealed class SequentialTest(TestSettings settings)
{
    private readonly double _onFailure = Math.Log(settings.IntolerableRate / settings.AcceptableRate);
    private readonly double _onSuccess = Math.Log((1 - settings.IntolerableRate) / (1 - settings.AcceptableRate));
    private readonly double _bad = Math.Log((1 - settings.WidenError) / settings.StopError);
    private readonly double _good = Math.Log(settings.WidenError / (1 - settings.StopError));
    private double _logRatio;

    /// <summary>Stays as it is once it is decided.</summary>
    public TestVerdict Verdict { get; private set; }

    public long Rows { get; private set; }

    public long Failures { get; private set; }

    /// <summary>How many rows without a failure in a row decide for good.</summary>
    public long FewestRows => (long)Math.Ceiling(_good / _onSuccess);

    public TestVerdict Add(bool isFailure)
    {
        Rows++;
        Failures += isFailure ? 1 : 0;
        _logRatio += isFailure ? _onFailure : _onSuccess;
        if (Verdict == TestVerdict.Undecided)
        {
            Verdict = _logRatio >= _bad ? TestVerdict.Bad : _logRatio <= _good ? TestVerdict.Good : TestVerdict.Undecided;
        }

        return Verdict;
    }
}
