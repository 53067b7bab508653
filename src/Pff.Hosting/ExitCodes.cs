namespace Pff.Hosting;

/// <summary>The exit codes of both command lines.</summary>
public static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Diagnostics were found, or some rows did not succeed.</summary>
    public const int Problems = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>The work was begun and did not finish.</summary>
    public const int Unfinished = 3;
}
