#!/usr/bin/env python3
"""Has the parsers of Accelerate and transformers read launch files that `stepcast recipe` wrote.

Usage: check-recipes.py FOLDER...    needs: pip install accelerate==1.15.0 transformers==5.18.0 torch
Each FOLDER holds one recipe for fsdp or deepspeed. Prints what was read; the first refusal ends it with code 1.
"""

import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import accelerate
import torch
import transformers
from accelerate.commands.launch import _validate_launch_command, launch_command_parser
from accelerate.utils import FullyShardedDataParallelPlugin
from accelerate.utils.deepspeed import HfDeepSpeedConfig
from accelerate.utils.launch import prepare_multi_gpu_env
from transformers.integrations import deepspeed


@dataclass
class ProgramArguments:
    """Those of run_clm.py beside the trainer's own; it is no part of the package."""

    config_name: str
    tokenizer_name: str
    train_file: str
    block_size: int


class DeepSpeedConfig(deepspeed.HfTrainerDeepSpeedConfig, HfDeepSpeedConfig):
    """The trainer's own reader of DeepSpeed's file, without DeepSpeed installed."""


def trainer_words(script):
    """What the shell makes of the array TRAINER."""
    text = script.read_text()
    settings = text[text.index("# transformers' example program") : text.index("exec ")]
    words = subprocess.run(
        ["bash", "-c", "set -eu\n" + settings + 'printf "%s\\n" "${TRAINER[@]}"'],
        check=True, capture_output=True, text=True, env={**os.environ, "HF_MODEL": "some/model"})
    return words.stdout.splitlines()


def trainer(folder, world_size):
    """The trainer's arguments, as on a GPU that has everything."""
    parser = transformers.HfArgumentParser((ProgramArguments, transformers.TrainingArguments))
    words = trainer_words(folder / "run.sh")
    where = os.getcwd()
    os.chdir(folder)
    try:
        with mock.patch.object(deepspeed, "dep_version_check"), \
                mock.patch.object(deepspeed, "HfTrainerDeepSpeedConfig", DeepSpeedConfig), \
                mock.patch.object(transformers.training_args, "is_torch_bf16_gpu_available", lambda: True), \
                mock.patch.object(transformers.TrainingArguments, "world_size", world_size), \
                mock.patch("accelerate.utils.DeepSpeedPlugin"):
            program, arguments = parser.parse_args_into_dataclasses(words)
    finally:
        os.chdir(where)
    assert program.train_file.split(".")[-1] in ("csv", "json", "txt"), program.train_file
    return arguments


def check_fsdp(folder):
    launcher = launch_command_parser()
    args, defaults, _ = _validate_launch_command(
        launcher.parse_args(["--config_file", str(folder / "accelerate.yaml"), "train.py"]))
    unknown = [f"{name}_config.{key}" for name in ("fsdp", "parallelism")
               for key in getattr(defaults, name + "_config") if "--" + key not in launcher._option_string_actions]
    assert not unknown, unknown
    environment = prepare_multi_gpu_env(args)
    with mock.patch.dict(os.environ, environment):
        launched = FullyShardedDataParallelPlugin()
    arguments = trainer(folder, defaults.num_processes)
    started = FullyShardedDataParallelPlugin(**arguments.fsdp_plugin_args)
    for name in ("fsdp_version", "reshard_after_forward", "cpu_offload", "activation_checkpointing", "state_dict_type"):
        assert getattr(launched, name) == getattr(started, name), name
    meshes = {key: value for key, value in environment.items() if re.fullmatch("PARALLELISM_CONFIG_DP_.*_SIZE", key)}
    for key, value in meshes.items():
        assert f"export {key}={value}\n" in (folder / "run.sh").read_text(), key
    return f"FSDP {launched.fsdp_version}, reshard {launched.reshard_after_forward}, {defaults.num_processes} ranks {meshes}"


def check_deepspeed(folder):
    config = json.loads((folder / "deepspeed.json").read_text())
    nodes, per_node = re.search(r"--nnodes (\d+) --nproc-per-node (\d+)", (folder / "run.sh").read_text()).groups()
    ranks = int(nodes) * int(per_node)
    arguments = trainer(folder, ranks)
    arguments.hf_deepspeed_config.trainer_config_finalize(arguments, mock.Mock(config=mock.Mock(hidden_size=4096)), 100)
    return f"ZeRO {config['zero_optimization']['stage']}, {ranks} ranks"


def main(folders):
    print(f"accelerate {accelerate.__version__}, transformers {transformers.__version__}, torch {torch.__version__}")
    for folder in map(Path, folders):
        check = check_fsdp if (folder / "accelerate.yaml").exists() else check_deepspeed
        print(f"{shlex.quote(str(folder))}: {check(folder.resolve())}")


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
