"""How long does HiGHS take to solve the covers that the example `optimum` wrote?

    python optimum.py FOLDER [SECONDS]

needs `pip install highspy`. The covers hold all cuts that our search had found by its end, so this is the last of the
many covers that a search with HiGHS would have to solve, on one thread.
"""

import pathlib
import sys
import time

import highspy

folder = pathlib.Path(sys.argv[1])
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
for file in sorted(folder.glob("*.lp")):
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.readModel(str(file))
    start = time.process_time()
    solver.run()
    taken = time.process_time() - start
    info = solver.getInfo()
    size = f"{solver.getNumCol()} cells {solver.getNumRow()} cuts"
    print(
        f"{file.stem:<28} {size:<24} cost {info.objective_function_value:.4f} bound {info.mip_dual_bound:.4f} "
        f"nodes {info.mip_node_count} {taken:.2f} s"
    )
