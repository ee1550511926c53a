using ScriptGrid.Engine.Configuration;
using ScriptGrid.Engine.Model;

namespace ScriptGrid.Cluster.Catalogue;

/// <summary>Finds the passwords on this silo, because the catalogue only says where they are.</summary>
internal sealed class PasswordStore
{
    private readonly Dictionary<TargetAddress, RedisCredentials> _own = [];
    private readonly Dictionary<string, string?> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly List<string> _problems;
    private bool _hasToldOfUnnamed;

    /// <param name="own">This silo's own configuration, which may know passwords that have no file.</param>
    /// <param name="problems">Receives a line for each password that cannot be found.</param>
    public PasswordStore(ScriptGridConfiguration own, List<string> problems)
    {
        _problems = problems;
        foreach (TargetSpec target in own.Targets)
        {
            if (target.Credentials is { PasswordFile: null, PasswordCommand: null } credentials)
            {
                _own[target.Address] = credentials;
            }
        }
    }

    /// <summary>
    /// Returns how to log in to a target of the group; null if it takes no login. If this silo lacks the password, the login has an empty one, which the
    /// target refuses with reason <c>auth</c>.
    /// </summary>
    public RedisCredentials? Find(TargetAddress target, CatalogueGroup group)
    {
        RedisCredentials? login = FindWider(target, group);
        if (group.CredentialsFile is not { } path)
        {
            return login;
        }

        if (_told.Add(path) && CredentialsFile.Load(path, out string problem) is null)
        {
            _problems.Add(problem);
        }

        return (login ?? new RedisCredentials(group.Username, "")) with { CredentialsFile = path, Group = group.CredentialGroup };
    }

    private RedisCredentials? FindWider(TargetAddress target, CatalogueGroup group)
    {
        if (group.PasswordFile is { } path)
        {
            return new RedisCredentials(group.Username, Read(path) ?? "") { PasswordFile = path, Group = group.CredentialGroup };
        }

        if (group.PasswordCommand is { Length: > 0 } command)
        {
            return new RedisCredentials(group.Username, "")
            {
                PasswordCommand = new PasswordCommand([.. command], group.PasswordTtl ?? PasswordCommand.DefaultTtl),
                Group = group.CredentialGroup,
            };
        }

        if (!group.HasUnnamedPassword)
        {
            return group.Username is null ? null : new RedisCredentials(group.Username, "");
        }

        if (_own.TryGetValue(target, out RedisCredentials? credentials))
        {
            return credentials;
        }

        if (!_hasToldOfUnnamed)
        {
            _hasToldOfUnnamed = true;
            _problems.Add($"{target} and perhaps others have a password that this silo was not given; use password_file, readable on every silo");
        }

        return new RedisCredentials(group.Username, "");
    }

    /// <summary>Returns the file with credentials by target; null if there is none. An unreadable file has no entries, and is read again later.</summary>
    public CredentialsFile? Find(string? path)
    {
        if (path is null)
        {
            return null;
        }

        CredentialsFile file = CredentialsFile.LoadOrEmpty(path, out string problem);
        if (problem.Length > 0 && _told.Add(path))
        {
            _problems.Add(problem);
        }

        return file;
    }

    /// <summary>Returns a secret that does not belong to a single target; null if there is none. A secret that this silo lacks is empty.</summary>
    /// <param name="secret">The secret in the catalogue.</param>
    /// <param name="known">The same secret in this silo's own configuration.</param>
    /// <param name="place">What the secret belongs to, for the problem's text.</param>
    public Secret? Find(CatalogueSecret? secret, Secret? known, string place)
    {
        if (secret is null)
        {
            return null;
        }

        if (secret.File is { } path)
        {
            return new Secret(Read(path) ?? "", path);
        }

        if (secret.Command is { Length: > 0 } command)
        {
            return new Secret("", null) { Command = new PasswordCommand([.. command], secret.Ttl ?? PasswordCommand.DefaultTtl) };
        }

        if (known is { File: null, Command: null })
        {
            return known;
        }

        _problems.Add($"{place} has a secret that this silo was not given; use a file, readable on every silo");
        return new Secret("", null);
    }

    private string? Read(string path)
    {
        if (!_files.TryGetValue(path, out string? password))
        {
            password = SecretReader.TryReadFile(path, out string problem);
            _files.Add(path, password);
            if (password is null)
            {
                _problems.Add(problem);
            }
        }

        return password;
    }
}
